"""What being surer costs, counted by hand on a lane whose times are known; and the choice itself."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.promises import learned
from severshop.domain.promises.kept_sureness import SurenessForm, chosen_before
from severshop.domain.promises.models import DeliveryRecord, LearnedLane, LearnedTimes, Sureness
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.rules import Zone
from severshop.usecases.promising.change_sureness import UnfitSurenessError, change_sureness
from severshop.usecases.promising.cost_of_sureness import SURENESSES, cost_of_sureness
from severshop.vocabulary.roles import Role
from severshop.vocabulary.routes import Route

pytestmark = pytest.mark.django_db

LANE = Route("ups", "express", "DE", "FR").lanes[0]
MONDAY = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
"""A week without holidays in Cologne and in France."""


@pytest.fixture(autouse=True)
def _nothing_known():
    learned.forget()
    yield
    learned.forget()


@pytest.fixture
def shipping():
    load_shipping()


@pytest.fixture
def owner():
    return make_staff("owner@shop.example", name="Olga", password="a-long-password", roles=[Role.OWNER])


def learn(now):
    """Handling takes no day; transit one day with a chance of 85 of 100, two with 96, three for sure."""
    times = LearnedTimes.objects.create(made_at=now, records=100, open_records=0)
    for stage, chances in (("handling", [1.0]), ("transit", [0.0, 0.85, 0.96, 1.0])):
        LearnedLane.objects.create(times=times, stage=stage, lane=LANE, ended=100, open=0, chances=chances)
    learned.look_again()


def record(key, *, took, lane=LANE, placed=MONDAY, **facts):
    delivered = placed + timedelta(days=took, hours=5) if took is not None else None
    return DeliveryRecord.objects.create(
        key=key, lane=lane, carrier="ups", placed_at=placed, delivered_at=delivered, **facts
    )


def test_days_and_kept_share_of_each_choice(shipping, now):
    learn(now)
    for number, took in enumerate([1, 1, 1, 2, 3]):
        record(f"parcel-{number}", took=took)
    cost = cost_of_sureness(now=now)
    assert cost.whole.orders == 5
    told = {one.sure: (one.days, one.kept) for one in cost.whole.costs}
    assert tuple(told) == SURENESSES
    # 80 and 85 of 100: the next day; from where two days come nearer, two; 99: three.
    assert told[0.8] == told[0.85] == (1, 3 / 5)
    assert told[0.95] == told[0.97] == (2, 4 / 5)
    assert told[0.99] == (3, 1)
    assert [(one.option, one.zone, one.orders) for one in cost.groups] == [("express", Zone.UNION, 5)]
    assert (cost.first, cost.last, cost.by_table) == (MONDAY.date(), MONDAY.date(), 0)
    assert cost.made_at == now


def test_what_is_lost_or_still_awaited_was_not_kept_and_what_was_cancelled_does_not_count(shipping, now):
    learn(now)
    record("came", took=1)
    record("lost", took=None, is_lost=True, ended_at=MONDAY + timedelta(days=20))
    record("awaited", took=None)
    record("cancelled", took=None, ended_at=MONDAY + timedelta(days=1))
    cost = cost_of_sureness(now=now)
    assert cost.whole.orders == 3
    assert cost.whole.at(0.99).kept == pytest.approx(1 / 3)


def test_orders_whose_longest_promise_is_not_over_are_left_out(shipping, now):
    learn(now)
    record("old", took=1)
    record("new", took=None, placed=now - timedelta(hours=12))
    assert cost_of_sureness(now=now).whole.orders == 1


def test_more_sureness_never_promises_fewer_days_nor_keeps_less(shipping, now):
    learn(now)
    for number in range(30):
        record(f"parcel-{number}", took=number % 5, placed=MONDAY + timedelta(days=number % 20))
    costs = cost_of_sureness(now=now).whole.costs
    assert [one.days for one in costs] == sorted(one.days for one in costs)
    assert [one.kept for one in costs] == sorted(one.kept for one in costs)


def test_lanes_of_which_nothing_is_known_are_named(shipping, now):
    record("elsewhere", took=2, lane=Route("ups", "standard", "DE", "SE").lanes[0])
    assert cost_of_sureness(now=now) is None
    learn(now)
    record("here", took=1)
    cost = cost_of_sureness(now=now)
    assert (cost.whole.orders, cost.by_table) == (1, 1)


def test_a_choice_is_kept_with_who_and_when_and_holds_at_once(owner, now, django_capture_on_commit_callbacks):
    assert learned.sureness() == 0.93
    with django_capture_on_commit_callbacks(execute=True):
        change_sureness(0.97, by=owner.pk, now=now)
    assert learned.sureness() == 0.97
    with django_capture_on_commit_callbacks(execute=True):
        change_sureness(0.9, by=owner.pk, now=now + timedelta(minutes=1))
    assert learned.sureness() == 0.9
    assert [(one.sure, one.by) for one in chosen_before()] == [(0.9, "Olga"), (0.97, "Olga")]


@pytest.mark.parametrize("sure", [0.79, 0.995, 1.0, 0.0, -1.0, 97.0])
def test_what_cannot_be_chosen_is_refused(owner, now, sure):
    with pytest.raises(UnfitSurenessError):
        change_sureness(sure, by=owner.pk, now=now)
    assert not Sureness.objects.exists()


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("80", 0.8), ("99", 0.99), ("79", None), ("100", None), ("", None), ("x", None), ("93.5", None)],
)
def test_the_form_takes_whole_hundredths_between_its_ends(typed, chosen):
    form = SurenessForm({"sure": typed})
    assert (form.chosen() if form.is_valid() else None) == chosen
