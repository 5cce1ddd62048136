"""What a merchant may write into the calendars, and what is said when it is wrong."""

from datetime import UTC, date, datetime, time

import pytest

from severshop.domain.promises.forms import FORMS, Offer
from severshop.domain.promises.kept_rows import Kind, says_of
from severshop.domain.promises.models import (
    AvailabilityDays,
    CarrierWeek,
    CustomsDays,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
OFFER = Offer(carriers=(("ups", "UPS"), ("dhl", "DHL")), countries=(("DE", "Germany"), ("FR", "France")))
GOOD = {
    Kind.HOURS: {"valid_from": "2026-12-01", "time_zone": "Europe/Berlin", "monday": "14:00", "saturday": "11:30"},
    Kind.CARRIERS: {
        "carrier": "ups",
        "country": "",
        "valid_from": "2026-12-01",
        "collects": ["5", "1"],
        "delivers": ["6"],
    },
    Kind.AVAILABILITY: {"availability": "at_supplier", "valid_from": "2026-12-01", "fewest": "2", "most": "5"},
    Kind.CUSTOMS: {"country": "FR", "valid_from": "2026-12-01", "fewest": "0", "most": "60"},
    Kind.SEASONS: {
        "name": "Christmas",
        "first_day": "2026-11-27",
        "last_day": "2026-12-24",
        "handling_days": "1",
        "transit_days": "0",
    },
    Kind.DAYS: {"day": "2026-12-24", "name": "Christmas Eve", "works": "closed", "who": "warehouse"},
}


def form(kind, **changes):
    return FORMS[kind](GOOD[kind] | changes, today=TODAY, offer=OFFER)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_good_row_is_one_and_stands_once(kind):
    written = form(kind)
    assert written.is_valid(), written.errors
    row = written.row()
    row.changed_at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    row.save()
    row.refresh_from_db()
    again = form(kind)
    assert not again.is_valid()
    assert again.errors == {again.DAY: ["A row for that day exists. Change the day."]}
    # What is there can be begun from, on another day.
    another = FORMS[kind](today=TODAY, offer=OFFER, like=says_of(row))
    values = {name: value for name in another.fields if (value := another[name].value()) not in (None, "")}
    values[another.DAY] = "2026-12-02"
    assert FORMS[kind](values, today=TODAY, offer=OFFER).is_valid()


def test_rows_say_what_was_typed():
    hours, week, day = (
        form(Kind.HOURS).save(commit=False),
        form(Kind.CARRIERS).save(commit=False),
        form(Kind.DAYS, who="carrier:dhl"),
    )
    assert (hours.monday, hours.tuesday, hours.saturday) == (time(14), None, time(11, 30))
    assert (week.collects, week.delivers, week.country) == ("15", "6", "")
    assert day.is_valid()
    assert (day.row().whose, day.row().carrier, day.row().works) == ("carrier", "dhl", False)
    place = form(Kind.DAYS, who="place", country="DE", region=" nw ", works="worked")
    assert place.is_valid()
    assert (place.row().whose, place.row().region, place.row().works) == ("place", "NW", True)


@pytest.mark.parametrize(
    ("kind", "change", "field", "said"),
    [
        (Kind.HOURS, {"monday": "", "saturday": ""}, "monday", "no working day"),
        (Kind.HOURS, {"time_zone": "Mars/Olympus"}, "time_zone", "Europe/Berlin"),
        (Kind.HOURS, {"time_zone": "../etc/passwd"}, "time_zone", "no time zone of this name"),
        (Kind.HOURS, {"time_zone": ""}, "time_zone", "required"),
        (Kind.HOURS, {"monday": "25:00"}, "monday", "valid time"),
        (Kind.HOURS, {"valid_from": "2026-11-23"}, "valid_from", "That day is over"),
        (Kind.HOURS, {"valid_from": "2033-01-01"}, "valid_from", "more than five years"),
        (Kind.HOURS, {"valid_from": "2026-02-30"}, "valid_from", "valid date"),
        (Kind.CARRIERS, {"collects": []}, "collects", "Mark at least one day"),
        (Kind.CARRIERS, {"delivers": ["8"]}, "delivers", "not one of the available choices"),
        (Kind.CARRIERS, {"carrier": "pigeon"}, "carrier", "not one of the available choices"),
        (Kind.CARRIERS, {"country": "XX"}, "country", "not one of the available choices"),
        (Kind.AVAILABILITY, {"fewest": "6"}, "most", "must not be less than the fewest"),
        (Kind.AVAILABILITY, {"most": "61"}, "most", "At most 60 working days"),
        (Kind.AVAILABILITY, {"fewest": "-1"}, "fewest", "greater than or equal to 0"),
        (Kind.AVAILABILITY, {"availability": "lost"}, "availability", "not one of the available choices"),
        (Kind.CUSTOMS, {"most": "9" * 30}, "most", "At most 60 working days"),
        (Kind.CUSTOMS, {"country": ""}, "country", "required"),
        (Kind.SEASONS, {"last_day": "2026-11-26"}, "last_day", "ends before it begins"),
        (Kind.SEASONS, {"last_day": "2028-11-26"}, "last_day", "a year at most"),
        (Kind.SEASONS, {"handling_days": "0"}, "handling_days", "adds no day changes nothing"),
        (Kind.SEASONS, {"transit_days": "61"}, "transit_days", "At most 60 working days"),
        (Kind.SEASONS, {"first_day": "2026-11-01"}, "first_day", "That day is over"),
        (Kind.DAYS, {"country": "DE"}, "country", "need no place"),
        (Kind.DAYS, {"who": "place"}, "country", "Choose the country"),
        (Kind.DAYS, {"who": "place", "country": "DE", "region": "XX"}, "region", "No region of this country"),
        (Kind.DAYS, {"who": "place", "country": "DE", "region": "N W"}, "region", "No region of this country"),
        (Kind.DAYS, {"who": "carrier:ups", "country": "DE", "region": "NW"}, "region", "hold for a whole country"),
        (Kind.DAYS, {"who": "carrier:pigeon"}, "who", "not one of the available choices"),
        (Kind.DAYS, {"name": ""}, "name", "required"),
        (Kind.DAYS, {"name": "x" * 81}, "name", "at most 80 characters"),
        (Kind.DAYS, {"day": "2026-11-23"}, "day", "That day is over"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(kind, change, field, said):
    written = form(kind, **change)
    assert not written.is_valid()
    assert said in " ".join(written.errors.get(field, [])), written.errors


@pytest.mark.parametrize(
    ("cutoffs", "is_warned"),
    [({"sunday": "02:30"}, True), ({"sunday": "03:00"}, False), ({"saturday": "02:30"}, False)],
)
def test_a_cutoff_that_the_clocks_skip_is_allowed_and_told(cutoffs, is_warned):
    written = form(Kind.HOURS, **cutoffs)
    assert written.is_valid()
    said = written.warnings()
    assert bool(said) is is_warned
    if said:
        # The clocks go forward at 02:00 on the last Sunday of March.
        assert "28 March 2027" in said[0]
        assert "02:30" in said[0]


def test_nothing_that_the_database_refuses_gets_past_a_form():
    models = (AvailabilityDays, CarrierWeek, CustomsDays, PeakSeason, SpecialDay, WarehouseHours)
    assert {FORMS[kind]._meta.model for kind in Kind} == set(models)
