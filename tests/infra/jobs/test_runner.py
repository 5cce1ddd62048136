from datetime import timedelta

import pytest

from severshop.infra.jobs.models import PeriodicJob
from severshop.infra.jobs.queries import job_states, worker_seen_at, worker_state
from severshop.infra.jobs.runner import Job, beat, run_due, stumble

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class Work:
    def __init__(self):
        self.moments = []
        self.error = None

    def __call__(self, now):
        self.moments.append(now)
        if self.error:
            raise self.error
        return 7


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def job(work):
    return Job(name="count", every=MINUTE, run=work, lease=timedelta(minutes=5))


def run(job, now):
    return run_due([job], clock=lambda: now)


def test_a_new_job_runs_at_once_and_then_when_it_is_due(job, work, now):
    assert run(job, now) == {"count": 7}
    assert run(job, now + MINUTE - timedelta(seconds=1)) == {}
    assert run(job, now + MINUTE) == {"count": 7}
    assert work.moments == [now, now + MINUTE]
    (state,) = job_states()
    assert (state.last_done_at, state.due_at, state.failures, state.lease_until) == (
        now + MINUTE,
        now + 2 * MINUTE,
        0,
        None,
    )


def test_a_failure_is_visible_backs_off_and_is_forgiven(job, work, now):
    work.error = RuntimeError("ada@example.com")
    assert run(job, now) == {"count": 0}
    (state,) = job_states()
    assert (state.failures, state.last_done_at, state.lease_until) == (1, None, None)
    assert state.last_error.startswith("RuntimeError in runner.py")
    assert "ada" not in state.last_error
    for _ in range(10):
        run(job, job_states()[0].due_at)
    (state,) = job_states()
    assert state.failures == 11
    assert state.due_at - state.last_started_at >= timedelta(minutes=7)
    work.error = None
    run(job, state.due_at)
    (state,) = job_states()
    assert (state.failures, state.last_error) == (0, "")


def test_one_failing_job_does_not_keep_the_others_from_running(job, work, now):
    def broken(now):
        raise RuntimeError

    failing = Job(name="a-broken", every=MINUTE, run=broken)
    assert run_due([failing, job], clock=lambda: now) == {"a-broken": 0, "count": 7}


def test_while_one_worker_runs_a_job_no_other_does(job, now):
    nested = []
    outer = Job(name="count", every=MINUTE, run=lambda now: nested.append(run(job, now)) or 1)
    assert run(outer, now) == {"count": 1}
    assert nested == [{}]


def test_a_job_whose_worker_was_killed_is_taken_up_when_the_lease_has_run_out(job, work, now):
    class KilledError(BaseException):
        """The end of the process."""

    work.error = KilledError()
    with pytest.raises(KilledError):
        run(job, now)
    work.error = None
    assert run(job, now + 4 * MINUTE) == {}
    assert run(job, now + 5 * MINUTE) == {"count": 7}


def test_who_outlived_the_lease_no_longer_speaks_for_the_job(job, now):
    late = now + timedelta(minutes=6)

    def overslept(_now):
        run(job, late)
        return 1

    run(Job(name="count", every=MINUTE, run=overslept), now)
    (state,) = job_states()
    assert (state.last_started_at, state.last_done_at, state.due_at) == (late, late, late + MINUTE)


def test_a_stop_begins_no_further_job(job, work, now):
    run_due([job], clock=lambda: now, keep_going=lambda: False)
    assert work.moments == []


def test_the_worker_is_seen_and_what_it_stumbled_over_too(now):
    assert worker_seen_at() is None
    stumble(ValueError("ada@example.com"), now=now)
    assert worker_seen_at() is None
    assert worker_state().failures == 1
    beat(now=now + MINUTE)
    state = worker_state()
    assert (state.last_done_at, state.failures, state.last_error) == (now + MINUTE, 0, "ValueError")
    assert job_states() == ()
    assert PeriodicJob.objects.count() == 1
