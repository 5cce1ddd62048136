from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.tracking.clock_times import settle_time
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

COLOGNE = Place("KOELN", "", "DE")


def told(clock, place):
    """A scan as an adapter gives it: the local clock, as if it were UTC."""
    return Scan(
        datetime.fromisoformat(clock).replace(tzinfo=UTC), Milestone.IN_TRANSIT, place=place, offset_known=False
    )


@pytest.mark.parametrize(
    ("clock", "place", "settled"),
    [
        ("2026-11-24T14:20", COLOGNE, "2026-11-24T14:20:00+01:00"),
        ("2026-07-24T14:20", COLOGNE, "2026-07-24T14:20:00+02:00"),
        ("2026-11-24T14:20", Place("Louisville", "KY", "US"), "2026-11-24T14:20:00-05:00"),
        ("2026-11-24T14:20", Place("Springfield", "IL", "US"), "2026-11-24T14:20:00-06:00"),
        # a village that no table knows, in a state and in a country that keep one time
        ("2026-11-24T14:20", Place("Nowhereville", "GA", "US"), "2026-11-24T14:20:00-05:00"),
        ("2026-11-24T14:20", Place("Kleinkleckersdorf", "", "DE"), "2026-11-24T14:20:00+01:00"),
        ("2026-11-24T14:20", Place(country="JP"), "2026-11-24T14:20:00+09:00"),
        # 25 October 2026: the hour from two to three comes twice; the first coming is meant
        ("2026-10-25T02:30", COLOGNE, "2026-10-25T02:30:00+02:00"),
        # 29 March 2026: that hour never was
        ("2026-03-29T02:30", COLOGNE, "2026-03-29T03:30:00+02:00"),
    ],
)
def test_a_local_time_gets_the_offset_of_its_place(clock, place, settled):
    scan = settle_time(told(clock, place))
    assert scan.occurred_at.isoformat() == settled
    assert scan.offset_known


@pytest.mark.parametrize(
    "place", [Place(), Place("Nowhereville", "", "US"), Place(country="US"), Place("Köln"), Place("?", "?", "??")]
)
def test_where_the_place_does_not_decide_the_mark_stays(place):
    scan = told("2026-11-24T14:20", place)
    assert settle_time(scan) is scan


def test_a_known_offset_is_never_touched():
    scan = Scan(datetime.fromisoformat("2026-11-24T14:20-04:00"), Milestone.IN_TRANSIT, place=COLOGNE)
    assert settle_time(scan) is scan


@given(
    st.datetimes(), st.sampled_from([COLOGNE, Place("Louisville", "KY", "US"), Place("Sydney", "NSW", "AU"), Place()])
)
def test_any_moment_is_settled_to_the_same_clock_or_left(moment, place):
    scan = Scan(moment.replace(tzinfo=UTC), Milestone.IN_TRANSIT, place=place, offset_known=False)
    settled = settle_time(scan)
    assert settle_time(settled) == settled
    if settled.offset_known:
        moved = settled.occurred_at.replace(tzinfo=None) - moment
        assert moved in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)} or moment.year < 1950
