"""When an order arrives: the table is counted by hand on a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.promises.holidays import holidays_from
from severshop.domain.promises.opening import OpenDays
from severshop.domain.promises.rules import Days, Terms, arrives_by, comes_twice, evidence, has_passed, is_left_out
from severshop.domain.promises.usual import usual_cutoffs

BERLIN = ZoneInfo("Europe/Berlin")
STANDARD = {"handling": Days(fewest=1, most=2), "transit": Days(fewest=1, most=3)}
EXPRESS = {"handling": Days(fewest=0, most=1), "transit": Days(fewest=1, most=1)}


def terms(*, day: date, country: str = "DE", **days: Days) -> Terms:
    first, last = day - timedelta(days=7), day + timedelta(days=120)
    at_origin = holidays_from(day, country="DE", region="NW")
    warehouse = OpenDays.of_week(first=first, last=last, closed=at_origin)
    there = OpenDays.of_week(first=first, last=last, closed=holidays_from(day, country=country))
    return Terms(
        time_zone=BERLIN,
        cutoffs=usual_cutoffs(14),
        **days,
        warehouse=warehouse,
        collecting=warehouse,
        moving=warehouse & there,
    )


@pytest.mark.parametrize(
    ("placed_at", "country", "days", "earliest", "latest"),
    [
        pytest.param("2026-11-23 09:00", "DE", STANDARD, "2026-11-25", "2026-11-30", id="monday morning"),
        pytest.param("2026-11-23 13:59", "DE", EXPRESS, "2026-11-24", "2026-11-25", id="a minute before the cut-off"),
        pytest.param("2026-11-23 14:00", "DE", EXPRESS, "2026-11-25", "2026-11-26", id="at the cut-off"),
        pytest.param("2026-11-20 15:00", "DE", EXPRESS, "2026-11-24", "2026-11-25", id="friday afternoon"),
        pytest.param("2026-11-21 09:00", "DE", EXPRESS, "2026-11-24", "2026-11-25", id="saturday"),
        pytest.param("2026-11-22 23:59", "DE", EXPRESS, "2026-11-24", "2026-11-25", id="sunday night"),
        pytest.param("2026-12-23 15:00", "DE", EXPRESS, "2026-12-28", "2026-12-29", id="over Christmas"),
        pytest.param("2026-12-24 09:00", "DE", STANDARD, "2026-12-29", "2027-01-04", id="Christmas and New Year"),
        pytest.param("2026-12-31 15:00", "DE", EXPRESS, "2027-01-05", "2027-01-06", id="over the year's end"),
        pytest.param("2027-05-26 09:00", "DE", EXPRESS, "2027-05-28", "2027-05-31", id="Corpus Christi in Cologne"),
        pytest.param("2026-06-04 09:00", "DE", EXPRESS, "2026-06-08", "2026-06-09", id="on Corpus Christi"),
        pytest.param("2027-03-25 09:00", "DK", EXPRESS, "2027-03-30", "2027-03-31", id="Danes rest before Easter"),
        pytest.param("2026-07-31 09:00", "CH", EXPRESS, "2026-08-03", "2026-08-04", id="Swiss holiday on a Saturday"),
        pytest.param("2027-10-25 09:00", "AT", EXPRESS, "2027-10-27", "2027-10-27", id="Austria's holiday"),
        pytest.param("2027-08-27 09:00", "GB", EXPRESS, "2027-08-31", "2027-08-31", id="bank holiday in England"),
    ],
)
def test_arrives_between(placed_at: str, country: str, days: dict[str, Days], earliest: str, latest: str) -> None:
    moment = datetime.fromisoformat(placed_at).replace(tzinfo=BERLIN)
    window = arrives_by(moment, terms=terms(day=moment.date(), country=country, **days))
    assert (window.earliest.isoformat(), window.latest.isoformat()) == (earliest, latest)


def test_the_warehouse_counts_by_its_own_clock() -> None:
    half_past_midnight_in_cologne = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    window = arrives_by(half_past_midnight_in_cologne, terms=terms(day=date(2026, 11, 24), **EXPRESS))
    assert window.earliest == date(2026, 11, 25)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))
ranges = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: Days(fewest=min(pair), most=max(pair)))
countries = st.sampled_from(["DE", "AT", "FR", "IT", "NL", "DK", "BE", "ES", "SE", "PL", "CH", "GB"])


@given(moment=moments, handling=ranges, transit=ranges, country=countries)
def test_a_window_is_never_too_early_and_ends_on_a_working_day(
    moment: datetime, handling: Days, transit: Days, country: str
) -> None:
    local = moment.astimezone(BERLIN).date()
    going_by = terms(day=local, country=country, handling=handling, transit=transit)
    window = arrives_by(moment, terms=going_by)
    assert window.earliest >= local + timedelta(days=handling.fewest + transit.fewest)
    assert window.latest >= local + timedelta(days=handling.most + transit.most)
    assert window.latest >= window.earliest
    for day in (window.earliest, window.latest):
        assert day.weekday() < 5
        assert day in going_by.moving


@given(moment=moments, later=st.timedeltas(timedelta(0), timedelta(days=12)), country=countries)
def test_who_orders_later_is_never_promised_an_earlier_day(moment: datetime, later: timedelta, country: str) -> None:
    going_by = terms(day=moment.date(), country=country, **STANDARD)
    first, second = arrives_by(moment, terms=going_by), arrives_by(moment + later, terms=going_by)
    assert first.earliest <= second.earliest
    assert first.latest <= second.latest


def test_the_evidence_names_what_was_counted_and_what_was_not() -> None:
    moment = datetime(2026, 12, 24, 9, 0, tzinfo=BERLIN)
    kept = evidence(moment, terms=terms(day=moment.date(), **STANDARD))
    assert kept == {
        "rule": "working days",
        "placed_at": "2026-12-24T09:00:00+01:00",
        "time_zone": "Europe/Berlin",
        "cutoff": "14:00",
        "ships_by": "2026-12-29",
        "handling_begins": "2026-12-24",
        "handling_days": [1, 2],
        "sourcing_days": [0, 0],
        "transit_days": [1, 3],
        "customs_days": [0, 0],
        "peak_days": [0, 0],
        "warehouse_closed": ["2026-12-25", "2027-01-01"],
        "not_moving": ["2026-12-25", "2027-01-01"],
    }


def test_a_country_with_an_unknown_calendar_has_no_holidays() -> None:
    assert holidays_from(date(2026, 12, 25), country="XX") == frozenset()


@pytest.mark.parametrize(("fewest", "most"), [(2, 1), (-1, 1)])
def test_days_run_forward(fewest: int, most: int) -> None:
    with pytest.raises(ValueError, match="no range of days"):
        Days(fewest=fewest, most=most)


NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("moment", "zone", "cutoff", "passed"),
    [
        pytest.param("2026-03-29T00:59Z", BERLIN, "02:30", False, id="01:59, and the hour is left out"),
        pytest.param("2026-03-29T01:00Z", BERLIN, "02:30", True, id="03:00, as the gap ends"),
        pytest.param("2026-03-28T01:29Z", BERLIN, "02:30", False, id="the day before, 02:29"),
        pytest.param("2026-03-28T01:30Z", BERLIN, "02:30", True, id="the day before, 02:30"),
        pytest.param("2026-10-25T00:29Z", BERLIN, "02:30", False, id="02:29 for the first time"),
        pytest.param("2026-10-25T00:30Z", BERLIN, "02:30", True, id="02:30 for the first time"),
        pytest.param("2026-10-25T01:00Z", BERLIN, "02:30", True, id="02:00 again"),
        pytest.param("2026-10-25T01:59Z", BERLIN, "03:00", False, id="02:59 again, before a cut-off that comes once"),
        pytest.param("2026-10-25T02:00Z", BERLIN, "03:00", True, id="03:00"),
        pytest.param("2026-03-08T06:59Z", NEW_YORK, "02:30", False, id="elsewhere, 01:59"),
        pytest.param("2026-03-08T07:00Z", NEW_YORK, "02:30", True, id="elsewhere, 03:00"),
        pytest.param("2026-10-03T15:29Z", LORD_HOWE, "02:15", False, id="half an hour is left out, 01:59"),
        pytest.param("2026-10-03T15:30Z", LORD_HOWE, "02:15", True, id="half an hour is left out, 02:30"),
    ],
)
def test_a_cut_off_when_the_clocks_change(moment: str, zone: ZoneInfo, cutoff: str, passed: bool) -> None:
    local = datetime.fromisoformat(moment).astimezone(zone)
    assert has_passed(time.fromisoformat(cutoff), local=local) is passed


def test_which_cut_offs_the_clocks_leave_out_or_bring_twice() -> None:
    spring, autumn = date(2026, 3, 29), datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)
    assert is_left_out(time(2, 30), day=spring, time_zone=BERLIN)
    assert not is_left_out(time(3, 0), day=spring, time_zone=BERLIN)
    assert not is_left_out(time(2, 30), day=spring + timedelta(days=1), time_zone=BERLIN)
    assert comes_twice(time(2, 30), local=autumn)
    assert not comes_twice(time(3, 0), local=autumn)
    assert not comes_twice(time(2, 30), local=datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN))
