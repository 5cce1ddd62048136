"""What is true of all calendars: more days off never mean an earlier parcel, and so on."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from severshop.domain.promises.calendar_rows import Hours, Peak, Special, Takes, Week
from severshop.domain.promises.rules import Days, RuleDays, Terms, arrives_by, ships_by
from severshop.domain.promises.usual import FIRST_DAY, usual_cutoffs
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.routes import Route
from tests.domain.promises.calendar_cases import DHL_AT_HOME, shop

FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 12, 31)
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
ranges = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: Days(fewest=min(pair), most=max(pair)))
rules = st.builds(RuleDays, ranges, ranges)
routes = st.builds(
    Route,
    st.sampled_from(["ups", "dhl"]),
    st.just("express"),
    st.just("DE"),
    st.sampled_from(["DE", "AT", "CH", "GB", "DK", "US"]),
    st.just(""),
    st.sampled_from(Availability),
)
whose = st.sampled_from(
    [
        Special("warehouse", date.min),
        Special("carrier", date.min, carrier="dhl"),
        Special("carrier", date.min, carrier="ups", country="DE"),
        Special("carrier", date.min, carrier="ups", country="CH"),
        Special("place", date.min, country="DE"),
        Special("place", date.min, country="DE", region="NW"),
        Special("place", date.min, country="AT"),
        Special("place", date.min, country="GB"),
    ]
)
KNOWN = shop(weeks=(DHL_AT_HOME, Week(FIRST_DAY, "ups", "US", "12345", "1234567", True)))
SOON = st.integers(-2, 30).map(lambda days: timedelta(days=days))


def no_earlier(terms: Terms, than: Terms, *, at: datetime) -> None:
    later, sooner = arrives_by(at, terms=terms), arrives_by(at, terms=than)
    assert (sooner.earliest <= later.earliest, sooner.latest <= later.latest) == (True, True)
    assert ships_by(at, terms=than) <= ships_by(at, terms=terms)


@settings(deadline=None)
@given(at=moments, route=routes, rule=rules, who=whose, away=SOON)
def test_an_added_holiday_never_makes_an_arrival_earlier(at, route, rule, who, away):
    off = KNOWN.with_row(who._replace(day=at.date() + away))
    no_earlier(off.terms(route, rule=rule, at=at), KNOWN.terms(route, rule=rule, at=at), at=at)


@settings(deadline=None)
@given(at=moments, route=routes, rule=rules, hours=st.tuples(st.integers(0, 23), st.integers(0, 23)))
def test_a_later_cut_off_never_makes_an_arrival_later(at, route, rule, hours):
    early, late = (replace(KNOWN.terms(route, rule=rule, at=at), cutoffs=usual_cutoffs(hour)) for hour in sorted(hours))
    no_earlier(early, late, at=at)


@settings(deadline=None)
@given(at=moments, route=routes, rule=rules, more=st.integers(1, 5), what=st.integers(0, 5))
def test_more_days_never_make_an_arrival_earlier(at, route, rule, more, what):
    longer = [
        (KNOWN, RuleDays(Days(fewest=rule.handling.fewest, most=rule.handling.most + more), rule.transit)),
        (KNOWN, RuleDays(rule.handling, Days(fewest=rule.transit.fewest, most=rule.transit.most + more))),
        (KNOWN.with_row(Takes(FIRST_DAY, route.country, Days(fewest=0, most=more))), rule),
        (KNOWN.with_row(Takes(FIRST_DAY, Availability.IN_STOCK, Days(fewest=more, most=more))), rule),
        (KNOWN.with_row(Peak(FIRST.date(), LAST.date(), more, 0)), rule),
        (KNOWN.with_row(Peak(FIRST.date(), LAST.date(), 0, more, carrier=route.carrier)), rule),
    ]
    calendars, taking = longer[what]
    no_earlier(calendars.terms(route, rule=taking, at=at), KNOWN.terms(route, rule=rule, at=at), at=at)


@settings(deadline=None)
@given(at=moments, route=routes, rule=rules)
def test_a_window_begins_and_ends_on_a_day_of_delivery(at, route, rule):
    terms = KNOWN.terms(route, rule=rule, at=at)
    window = arrives_by(at, terms=terms)
    assert window.earliest in terms.moving
    assert window.latest in terms.moving
    assert ships_by(at, terms=terms) in terms.collecting
    assert ships_by(at, terms=terms) in terms.warehouse
    assert at.astimezone(terms.time_zone).date() <= window.earliest <= window.latest


@settings(deadline=None)
@given(
    at=moments,
    minutes=st.integers(0, 24 * 60),
    cutoff=st.times(),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_who_orders_later_is_never_promised_an_earlier_day(at, minutes, cutoff, zone):
    cutoff = time(cutoff.hour, cutoff.minute)
    known = shop(hours=(Hours(FIRST_DAY, zone, (cutoff,) * 7),))
    rule = RuleDays(Days(fewest=0, most=1), Days(fewest=1, most=1))
    terms = known.terms(Route("ups", "express", "DE", "DE"), rule=rule, at=at)
    first, second = arrives_by(at, terms=terms), arrives_by(at + timedelta(minutes=minutes), terms=terms)
    assert (first.earliest <= second.earliest, first.latest <= second.latest) == (True, True)
