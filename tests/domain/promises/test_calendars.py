"""Which rows hold on a day, and what they make of a delivery. Counted by hand on a calendar."""

from datetime import date

import pytest

from severshop.domain.promises.calendar_rows import Hours, Peak, Place, Special, Takes, Week, holding
from severshop.domain.promises.calendars import (
    NoDaysError,
    OutOfReachError,
    UnknownPlaceError,
    UnknownTimeZoneError,
)
from severshop.domain.promises.opening import NoWorkingDayError
from severshop.domain.promises.rules import Days, RuleDays, arrives_by, ships_by
from severshop.domain.promises.usual import FIRST_DAY
from severshop.vocabulary.availability import Availability
from tests.domain.promises.calendar_cases import DHL_AT_HOME, EXPRESS, HOURS, STANDARD, day, moment, route, shop, week

NOON_ON_FRIDAY = Hours(FIRST_DAY, "Europe/Berlin", week("14:00", "14:00", "14:00", "14:00", "12:00"))
SATURDAY_SHIFT = Hours(FIRST_DAY, "Europe/Berlin", week("14:00", "14:00", "14:00", "14:00", "14:00", "10:00"))
FROM_DECEMBER = Hours(day("2026-12-01"), "Europe/Berlin", week(*["18:00"] * 5))
ISLANDS = Hours(FIRST_DAY, "Atlantic/Canary", week(*["14:00"] * 5))
OUTING = Special("warehouse", day("2026-11-25"), name="outing")
SUNDAY_WORK = Special("warehouse", day("2026-11-29"), works=True)
STRIKE = Special("carrier", day("2026-11-26"), carrier="ups")
STRIKE_ELSEWHERE = Special("carrier", day("2026-11-26"), carrier="ups", country="FR")
UPS_SUNDAY = Special("carrier", day("2026-11-29"), works=True, carrier="ups")
LOCAL = Special("place", day("2026-11-25"), country="DE")
LOCAL_ELSEWHERE = Special("place", day("2026-11-25"), country="DE", region="BY")
WORKED_IN_DECEMBER = Special("place", day("2026-12-25"), works=True, country="DE")
COLLECTS_TUESDAYS = Week(FIRST_DAY, "ups", "", "2", "12345")
NEW_WEEK = Week(day("2026-11-30"), "dhl", "DE", "12345", "12345")
RUSH = Peak(day("2026-11-27"), day("2026-12-01"), 1, 2)
RUSH_OF_DHL = Peak(day("2026-11-20"), day("2026-12-20"), 3, 3, carrier="dhl")
CUSTOMS = Takes(FIRST_DAY, "CH", Days(fewest=0, most=2))


@pytest.mark.parametrize(
    ("at", "way", "rows", "ships", "earliest", "latest"),
    [
        pytest.param("2026-11-24 09:00", route(), {}, "11-25", "11-25", "11-26", id="nothing written"),
        pytest.param("2026-11-27 12:30", route(), {}, "11-30", "11-30", "12-01", id="friday before the cut-off"),
        pytest.param(
            "2026-11-27 12:30",
            route(),
            {"hours": (NOON_ON_FRIDAY,)},
            "12-01",
            "12-01",
            "12-02",
            id="friday has its own",
        ),
        pytest.param(
            "2026-11-28 09:00",
            route(),
            {"hours": (SATURDAY_SHIFT,)},
            "11-30",
            "12-01",
            "12-01",
            id="packed on saturday",
        ),
        pytest.param(
            "2026-11-30 15:00", route(), {"hours": (FROM_DECEMBER,)}, "12-02", "12-02", "12-03", id="not begun"
        ),
        pytest.param("2026-12-01 15:00", route(), {"hours": (FROM_DECEMBER,)}, "12-02", "12-02", "12-03", id="begun"),
        pytest.param("2026-11-24 14:30", route(), {"hours": (ISLANDS,)}, "11-25", "11-25", "11-26", id="other clock"),
        pytest.param(
            "2026-11-24 15:00", route(), {"hours": (ISLANDS,)}, "11-26", "11-26", "11-27", id="other clock, late"
        ),
        pytest.param("2026-11-25 09:00", route(), {"specials": (OUTING,)}, "11-27", "11-27", "11-30", id="outing"),
        pytest.param(
            "2026-11-29 09:00", route(), {"specials": (SUNDAY_WORK,)}, "11-30", "12-01", "12-01", id="sunday work"
        ),
        pytest.param("2026-11-24 09:00", route(), {"specials": (STRIKE,)}, "11-25", "11-25", "11-27", id="strike"),
        pytest.param(
            "2026-11-24 09:00", route(), {"specials": (STRIKE_ELSEWHERE,)}, "11-25", "11-25", "11-26", id="not here"
        ),
        pytest.param(
            "2026-11-27 09:00", route(), {"specials": (UPS_SUNDAY,)}, "11-30", "11-29", "12-01", id="on a sunday"
        ),
        pytest.param(
            "2026-11-24 09:00", route(), {"specials": (LOCAL,)}, "11-26", "11-26", "11-27", id="local holiday"
        ),
        pytest.param(
            "2026-11-24 09:00", route(), {"specials": (LOCAL_ELSEWHERE,)}, "11-25", "11-25", "11-26", id="bavaria's"
        ),
        pytest.param(
            "2026-11-24 09:00",
            route(region="BY"),
            {"specials": (LOCAL_ELSEWHERE,)},
            "11-25",
            "11-26",
            "11-26",
            id="to Bavaria",
        ),
        pytest.param(
            "2026-12-24 09:00",
            route(),
            {"specials": (WORKED_IN_DECEMBER,)},
            "12-25",
            "12-25",
            "12-28",
            id="worked holiday",
        ),
        pytest.param(
            "2026-11-27 09:00", route("dhl"), {"weeks": (DHL_AT_HOME,)}, "11-30", "11-28", "12-01", id="saturday"
        ),
        pytest.param(
            "2026-11-27 09:00", route("dhl", "AT"), {"weeks": (DHL_AT_HOME,)}, "11-30", "11-30", "12-01", id="not in AT"
        ),
        pytest.param(
            "2026-11-27 09:00",
            route("dhl"),
            {"weeks": (DHL_AT_HOME, NEW_WEEK)},
            "11-30",
            "11-28",
            "12-01",
            id="last saturday",
        ),
        pytest.param(
            "2026-12-04 09:00",
            route("dhl"),
            {"weeks": (DHL_AT_HOME, NEW_WEEK)},
            "12-07",
            "12-07",
            "12-08",
            id="no more",
        ),
        pytest.param(
            "2026-11-24 15:00", route(), {"weeks": (COLLECTS_TUESDAYS,)}, "12-01", "12-02", "12-02", id="tuesdays"
        ),
        pytest.param("2026-11-26 09:00", route(), {"peaks": (RUSH,)}, "11-27", "11-27", "11-30", id="before the rush"),
        pytest.param("2026-11-27 09:00", route(), {"peaks": (RUSH,)}, "12-01", "12-03", "12-04", id="in the rush"),
        pytest.param("2026-12-02 09:00", route(), {"peaks": (RUSH,)}, "12-03", "12-03", "12-04", id="after the rush"),
        pytest.param(
            "2026-11-27 09:00", route(), {"peaks": (RUSH_OF_DHL,)}, "11-30", "11-30", "12-01", id="another's rush"
        ),
        pytest.param(
            "2026-11-24 09:00", route(country="CH"), {"customs": (CUSTOMS,)}, "11-25", "11-25", "11-30", id="customs"
        ),
        pytest.param(
            "2026-11-24 09:00", route(country="AT"), {"customs": (CUSTOMS,)}, "11-25", "11-25", "11-26", id="none"
        ),
        pytest.param(
            "2026-11-24 09:00",
            route(availability=Availability.AT_SUPPLIER),
            {},
            "12-03",
            "11-30",
            "12-04",
            id="at the supplier",
        ),
        pytest.param(
            "2026-12-22 09:00",
            route(availability=Availability.MADE_TO_ORDER),
            {},
            "01-15",
            "01-08",
            "01-18",
            id="made over the year's end",
        ),
    ],
)
def test_arrives(at, way, rows, ships, earliest, latest):
    terms = shop(**rows).terms(way, rule=EXPRESS, at=moment(at))
    window = arrives_by(moment(at), terms=terms)
    found = (ships_by(moment(at), terms=terms), window.earliest, window.latest)
    assert [f"{one:%m-%d}" for one in found] == [ships, earliest, latest]


def test_learned_days_are_whole():
    way = route(country="CH", availability=Availability.MADE_TO_ORDER)
    terms = shop(customs=(CUSTOMS,), peaks=(RUSH,)).terms(
        way, rule=STANDARD, at=moment("2026-11-27 09:00"), are_whole=True
    )
    assert (terms.sourcing.most, terms.customs.most) == (0, 0)
    assert (terms.peak_handling, terms.peak_transit) == (1, 2)


def test_of_rows_with_one_key_the_newest_that_has_begun_holds():
    rows = [
        Takes(day(begun), "CH", Days(fewest=0, most=most)) for most, begun in enumerate(["2026-03-01", "2026-01-01"])
    ]
    assert holding(rows, on=day("2025-12-31")) is None
    assert holding(rows, on=day("2026-02-28")) == rows[1]
    assert holding(rows, on=day("2026-03-01")) == rows[0]


def test_a_row_more_and_a_row_less():
    plain = shop()
    with_outing = plain.with_row(OUTING)
    assert with_outing.specials == (OUTING,)
    assert day("2026-11-25") in plain.warehouse(2026)
    assert day("2026-11-25") not in with_outing.warehouse(2026)
    assert with_outing.with_row(SUNDAY_WORK, instead_of=OUTING).specials == (SUNDAY_WORK,)
    assert with_outing.without(OUTING).specials == ()
    assert plain.with_row(CUSTOMS).customs == (CUSTOMS,)
    assert len(plain.with_row(Takes(FIRST_DAY, Availability.IN_STOCK, Days(fewest=0, most=0))).availability) == 3
    assert [plain.with_row(one).hours for one in (HOURS, RUSH)] == [(HOURS,), ()]


@pytest.mark.parametrize(
    ("rows", "way", "error"),
    [
        ({"hours": (Hours(FIRST_DAY, "Europe/Berlin", week()),)}, route(), NoWorkingDayError),
        ({"hours": (Hours(FIRST_DAY, "Mars/Olympus", week("14:00")),)}, route(), UnknownTimeZoneError),
        ({"weeks": (Week(FIRST_DAY, "ups", "", "8", "x"),)}, route(), NoWorkingDayError),
        ({"weeks": (Week(FIRST_DAY, "ups", "", "12345", "7"),)}, route(country="CH"), None),
        ({"availability": ()}, route(availability=Availability.AT_SUPPLIER), NoDaysError),
        ({}, route(country="XX"), UnknownPlaceError),
        ({"peaks": (Peak(date(2026, 1, 1), date(2027, 1, 1), 0, 32767),)}, route(), NoWorkingDayError),
    ],
)
def test_what_cannot_be_counted_is_an_error(rows, way, error):
    at = moment("2026-11-24 09:00")
    if error is None:
        assert arrives_by(at, terms=shop(**rows).terms(way, rule=EXPRESS, at=at)).latest.isoweekday() == 7
        return
    with pytest.raises(error):
        arrives_by(at, terms=shop(**rows).terms(way, rule=EXPRESS, at=at))


@pytest.mark.parametrize("year", [1900, 9999])
def test_nobody_has_calendars_for_another_age(year):
    with pytest.raises(OutOfReachError):
        shop().terms(route(), rule=EXPRESS, at=moment(f"{year}-11-24 09:00"))


def test_a_place_that_only_the_shop_knows_has_the_days_that_it_wrote():
    own = Special("place", day("2026-11-25"), country="XX")
    at = moment("2026-11-24 09:00")
    terms = shop(specials=(own,)).terms(route(country="XX"), rule=EXPRESS, at=at)
    assert arrives_by(at, terms=terms).earliest == day("2026-11-26")


def test_a_region_that_nobody_knows_has_the_days_of_its_country():
    known, unknown = (shop().closed_at(Place("DE", region), year=2026) for region in ("", "?"))
    assert known == unknown
    assert day("2026-06-04") in shop().closed_at(Place("DE", "NW"), year=2026)


def test_counted_once_for_all_orders_of_a_day():
    known, rule = shop(), RuleDays(*STANDARD)
    first = known.terms(route(), rule=rule, at=moment("2026-11-24 09:00"))
    assert known.terms(route(), rule=STANDARD, at=moment("2026-11-24 18:00")) is first
    assert known.terms(route(), rule=STANDARD, at=moment("2026-11-25 09:00")) is not first
    assert known.terms(route(), rule=STANDARD, at=moment("2026-11-25 09:00")).moving is first.moving
