"""What the staff are told about calendars that cannot be right."""

from datetime import UTC, date, datetime

import pytest

from severshop.domain.promises.models import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.interfaces.staff.problem_words import problem_sentence
from severshop.usecases.reading.calendar_problems import CalendarProblem, Flaw, calendar_problems
from severshop.vocabulary.availability import Availability

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _shop(db):
    load_shipping()
    load_calendars(now=NOW)


def no_week():
    CarrierWeek.objects.filter(carrier="dhl").delete()


def never_delivers():
    CarrierWeek.objects.filter(carrier="fedex").update(delivers="x")


def no_days():
    AvailabilityDays.objects.filter(availability="at_supplier").delete()


def no_customs():
    CustomsDays.objects.filter(country="GB").delete()


def unknown_place():
    Destination.objects.create(country="XX", zone="union", vat_rate_bp=0)


def no_zone():
    WarehouseHours.objects.update(time_zone="Mars/Olympus")


def at_half_past_two():
    WarehouseHours.objects.update(sunday="02:30")


def takes_for_ever():
    DeliveryOption.objects.filter(zone="home", code="express").update(transit_days_max=9999)


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        (no_week, [CalendarProblem(flaw=Flaw.NO_WEEK, carrier="dhl")]),
        (
            never_delivers,
            [CalendarProblem(flaw=Flaw.NO_WORKING_DAY, country=country, carrier="fedex") for country in ("CH", "GB")],
        ),
        (no_days, [CalendarProblem(flaw=Flaw.NO_DAYS, availability=Availability.AT_SUPPLIER)]),
        (no_customs, [CalendarProblem(flaw=Flaw.NO_CUSTOMS_DAYS, country="GB")]),
        (unknown_place, [CalendarProblem(flaw=Flaw.UNKNOWN_PLACE, country="XX")]),
        (no_zone, [CalendarProblem(flaw=Flaw.UNKNOWN_TIME_ZONE, said="Mars/Olympus")]),
        (
            at_half_past_two,
            [
                CalendarProblem(flaw=Flaw.CUTOFF_LEFT_OUT, said="02:30", day=date(2027, 3, 28)),
                CalendarProblem(flaw=Flaw.CUTOFF_TWICE, said="02:30", day=date(2027, 10, 31)),
            ],
        ),
        (takes_for_ever, [CalendarProblem(flaw=Flaw.NO_WORKING_DAY, country="DE", carrier="ups")]),
    ],
)
def test_each_flaw_is_found_once_and_said(breaks, expected):
    assert calendar_problems(now=NOW) == ()
    breaks()
    found = calendar_problems(now=NOW)
    assert list(found) == expected
    for problem in found:
        sentence = problem_sentence(problem)
        assert "%(" not in sentence
        assert sentence.endswith(".")


def test_a_region_that_nobody_knows(settings):
    settings.WAREHOUSE_REGION = "ZZ"
    (found,) = calendar_problems(now=NOW)
    assert (found.flaw, found.said, found.widens) == (Flaw.UNKNOWN_REGION, "ZZ", False)


def test_a_calendar_without_working_days_widens_every_way():
    days = [date.fromordinal(number) for number in range(date(2025, 1, 1).toordinal(), date(2029, 1, 1).toordinal())]
    SpecialDay.objects.bulk_create(
        SpecialDay(whose="warehouse", day=day, name="closed for good", changed_at=NOW) for day in days
    )
    found = calendar_problems(now=NOW)
    assert {problem.flaw for problem in found} == {Flaw.NO_WORKING_DAY}
    assert len({problem.country for problem in found}) == Destination.objects.count()
