"""Guessing the second step is slowed down, and no code of an app is taken twice."""

from datetime import timedelta

import pytest

from severshop.infra.ids import uuid7
from severshop.usecases.account.guard_second_step import CODE_LIVES, TRIES, TooOftenError, admit, forgive, use_code

pytestmark = pytest.mark.django_db
ADA = uuid7()
QUARTER, DAY = sorted(TRIES)


def test_guessing_stops_and_goes_on_after_a_rest(now):
    for _ in range(TRIES[QUARTER]):
        admit(ADA, now=now)
    with pytest.raises(TooOftenError) as refused:
        admit(ADA, now=now)
    assert refused.value.subject == "tries"
    assert refused.value.until == now + QUARTER
    admit(ADA, now=now + QUARTER)
    admit(uuid7(), now=now)


def test_a_day_has_a_limit_too(now):
    admitted = 0
    for quarter in range(40):
        moment = now + quarter * (QUARTER + timedelta(seconds=1))
        try:
            for _ in range(TRIES[QUARTER]):
                admit(ADA, now=moment)
                admitted += 1
        except TooOftenError:
            continue
    assert admitted == TRIES[DAY]


def test_a_success_wipes_the_slate(now):
    for _ in range(3 * TRIES[QUARTER]):
        admit(ADA, now=now)
        forgive(ADA)


def test_a_code_is_taken_once_however_it_is_written(now):
    use_code(ADA, code="123456", now=now)
    with pytest.raises(TooOftenError) as refused:
        use_code(ADA, code=" 123-456", now=now + timedelta(seconds=80))
    assert refused.value.subject == "code"
    use_code(uuid7(), code="123456", now=now)
    use_code(ADA, code="123456", now=now + CODE_LIVES)
