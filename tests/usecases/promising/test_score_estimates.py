"""Carriers' own estimates are kept as they were told, and scored when the parcel has come."""

from datetime import date, timedelta

import pytest

from severshop.domain.promises.models import CarrierEstimate, DeliveryRecord
from severshop.domain.tracking.models import Leg
from severshop.domain.tracking.reports import NewReport, store_reports
from severshop.usecases.promising.score_estimates import score_estimates
from severshop.usecases.tracking.hear_estimates import hear_estimates
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


@pytest.fixture
def parcel(now):
    return packed_parcel(placed_order(now=now), now=now)


def hear(parcel, *told):
    """Take in reports of (moment, estimate) as one batch."""
    leg = Leg.objects.get(parcel=parcel)
    reports = [NewReport(leg.id, parcel.order_id, parcel.id, at, estimate=day) for at, day in told]
    keep = hear_estimates(reports)
    store_reports(reports)
    keep()


def kept(parcel):
    rows = CarrierEstimate.objects.filter(parcel=parcel).order_by("told_at")
    return list(rows.values_list("carrier", "told_at", "estimate"))


def test_an_estimate_is_kept_when_it_is_another_than_before(parcel, now):
    hear(parcel, (now, THURSDAY))
    hear(parcel, (now + DAY, THURSDAY), (now + 2 * DAY, FRIDAY), (now + 3 * DAY, FRIDAY))
    assert kept(parcel) == [("ups", now, THURSDAY), ("ups", now + 2 * DAY, FRIDAY)]


def test_the_same_told_again_adds_nothing(parcel, now):
    for _ in range(2):
        hear(parcel, (now, THURSDAY))
        hear(parcel, (now + DAY, FRIDAY))
    assert len(kept(parcel)) == 2


def test_reports_without_an_estimate_cost_nothing(parcel, now, django_assert_num_queries):
    leg = Leg.objects.get(parcel=parcel)
    with django_assert_num_queries(0):
        hear_estimates([NewReport(leg.id, parcel.order_id, parcel.id, now, not_known=True)])()


def test_what_is_said_of_the_way_back_is_no_estimate_of_a_delivery(parcel, now):
    Leg.objects.update(kind="return")
    hear(parcel, (now, THURSDAY))
    assert kept(parcel) == []


def record(parcel, now, **more):
    DeliveryRecord.objects.create(
        key=str(parcel.id), order=parcel.order, lane="l", carrier="ups", placed_at=now, **more
    )


@pytest.mark.parametrize(
    ("told", "arrived", "lateness"),
    [
        ([(0, THURSDAY)], date(2026, 11, 26), 0),
        ([(0, THURSDAY)], date(2026, 11, 28), 2),
        ([(0, FRIDAY)], date(2026, 11, 26), -1),
        ([(0, THURSDAY), (1.5, FRIDAY)], date(2026, 11, 27), 0),
        # On the day of delivery it is no art.
        ([(0, THURSDAY), (2.9, FRIDAY)], date(2026, 11, 27), 1),
    ],
)
def test_the_estimate_of_the_day_before_is_scored(parcel, now, told, arrived, lateness):
    hear(parcel, *((now + days * DAY, day) for days, day in told))
    record(parcel, now, delivered_at=now.replace(day=arrived.day))
    trust = score_estimates(now=now + 9 * DAY)["ups"]
    assert (trust.scored, trust.days_after["0.5"]) == (1, lateness)


@pytest.mark.parametrize(("days", "scored"), [(2, None), (6, 4)])
def test_what_is_overdue_counts_as_late_as_it_is_by_now(parcel, now, days, scored):
    hear(parcel, (now, THURSDAY))
    record(parcel, now)
    trust = score_estimates(now=now + days * DAY).get("ups")
    assert (trust and trust.days_after["0.5"]) == scored


def test_what_is_lost_says_nothing_about_days(parcel, now):
    hear(parcel, (now, THURSDAY))
    record(parcel, now, ended_at=now + 5 * DAY, is_lost=True)
    assert score_estimates(now=now + 9 * DAY) == {}
