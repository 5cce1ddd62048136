import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.tracking.rules import clarity, fingerprint, offset_minutes, stage_of
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone, Reason
from severshop.vocabulary.places import NOWHERE, Place
from severshop.vocabulary.scans import Scan

M = Milestone
START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def scan(hour: float, milestone: Milestone, city: str = "") -> Scan:
    return Scan(START + timedelta(hours=hour), milestone, place=Place(city))


def scans(*steps):
    return [scan(hour, milestone) for hour, milestone in steps]


@pytest.mark.parametrize(
    ("steps", "milestone"),
    [
        ([], M.NOT_YET_KNOWN),
        ([(0, M.LABEL_CREATED)], M.LABEL_CREATED),
        ([(0, M.LABEL_CREATED), (5, M.UNKNOWN)], M.LABEL_CREATED),
        ([(0, M.UNKNOWN)], M.NOT_YET_KNOWN),
        ([(0, M.LABEL_CREATED), (5, M.ACCEPTED)], M.ACCEPTED),
        # the label's paper arrives after the parcel does
        ([(0, M.ACCEPTED), (5, M.LABEL_CREATED)], M.ACCEPTED),
        ([(0, M.ACCEPTED), (9, M.OUT_FOR_DELIVERY), (12, M.DELIVERED)], M.DELIVERED),
        # the courier scans "delivered" a minute before "out for delivery"
        ([(0, M.ACCEPTED), (9, M.DELIVERED), (9.1, M.OUT_FOR_DELIVERY)], M.DELIVERED),
        ([(0, M.ACCEPTED), (9, M.DELIVERED), (30, M.IN_TRANSIT)], M.DELIVERED),
        ([(0, M.ACCEPTED), (9, M.DELIVERED), (30, M.RETURNING)], M.RETURNING),
        # moving on the way back is not moving to the shopper, and its delivery is to us
        ([(0, M.ACCEPTED), (9, M.DELIVERED), (30, M.RETURNING), (31, M.IN_TRANSIT)], M.RETURNING),
        ([(0, M.ACCEPTED), (30, M.RETURNING), (40, M.OUT_FOR_DELIVERY), (41, M.DELIVERED)], M.RETURNED),
        ([(0, M.ACCEPTED), (30, M.RETURNING), (40, M.LOST)], M.LOST),
        ([(0, M.OUT_FOR_DELIVERY), (3, M.ATTEMPT_FAILED)], M.ATTEMPT_FAILED),
        ([(0, M.OUT_FOR_DELIVERY), (3, M.ATTEMPT_FAILED), (26, M.OUT_FOR_DELIVERY)], M.OUT_FOR_DELIVERY),
        # at the same moment, the further one came later
        ([(3, M.DELIVERED), (3, M.OUT_FOR_DELIVERY)], M.DELIVERED),
        ([(3, M.OUT_FOR_DELIVERY), (3, M.IN_TRANSIT)], M.OUT_FOR_DELIVERY),
        ([(3, M.CUSTOMS), (3, M.IN_TRANSIT)], M.CUSTOMS),
        ([(0, M.IN_TRANSIT), (1, M.CANCELLED)], M.IN_TRANSIT),
        ([(0, M.LABEL_CREATED), (1, M.CANCELLED)], M.CANCELLED),
    ],
)
def test_the_stage_is_what_the_scans_add_up_to(steps, milestone):
    assert stage_of(scans(*steps)).milestone is milestone


def test_the_first_physical_scan_is_the_carriers_first_touch():
    stage = stage_of(scans((0, M.LABEL_CREATED), (4, M.ACCEPTED), (9, M.DELIVERED)))
    assert stage.first_physical_at == START + timedelta(hours=4)
    assert stage.delivered_at == START + timedelta(hours=9)


def test_moment_reason_and_place_are_those_of_the_scan_that_decides():
    held = scan(9, M.CUSTOMS, "Leipzig")._replace(reason=Reason.HELD)
    stage = stage_of([scan(4, M.ACCEPTED, "Cologne"), held])
    assert (stage.at, stage.reason, stage.place.city) == (START + timedelta(hours=9), Reason.HELD, "Leipzig")
    assert (stage.out_for_delivery_at, stage.delivered_at) == (None, None)
    stage = stage_of(scans((4, M.ACCEPTED), (6, M.OUT_FOR_DELIVERY), (9, M.DELIVERED)))
    assert (stage.out_for_delivery_at, stage.place) == (START + timedelta(hours=6), NOWHERE)


def test_a_parcel_that_came_back_was_not_delivered():
    assert stage_of(scans((0, M.ACCEPTED), (30, M.RETURNING), (41, M.DELIVERED))).delivered_at is None
    assert stage_of(scans((0, M.ACCEPTED), (9, M.DELIVERED), (30, M.RETURNING))).delivered_at is not None


def test_a_scan_without_a_place_leaves_the_parcel_where_it_was_seen_last():
    stage = stage_of([scan(0, M.ACCEPTED, "Cologne"), scan(5, M.IN_TRANSIT)])
    assert stage.place.city == "Cologne"


def test_the_same_event_told_in_capitals_is_the_same_event():
    one, other = scan(0, M.ACCEPTED, "Cologne"), scan(0, M.ACCEPTED, "COLOGNE")
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(scan(1, M.ACCEPTED, "Cologne"))


def test_an_events_fingerprint_is_kept_and_never_changes(monkeypatch):
    """It is how a repeated event is known again: another one would tell all of history twice."""
    told = Scan(START, M.ACCEPTED, code="or", text="Origin scan", place=Place("Cologne", country="DE"))
    elsewhere = told._replace(occurred_at=START.astimezone(timezone(timedelta(hours=9))))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        prints = {fingerprint(told), fingerprint(elsewhere), fingerprint(told._replace(milestone=M.UNKNOWN))}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert prints == {"an8O2sxRVKK6q48rz8qUFhwMm0zoCI4dgfJk3PYLXzs"}
    assert fingerprint(told._replace(code="")) == "775IrNEb-TJeBXC9ei8_h-OtCBbxb1eAh5PAQFPH1dY"


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        (Scan(START, M.ACCEPTED, offset_known=False), None),
        (Scan(START.astimezone(timezone(timedelta(seconds=-90))), M.ACCEPTED), -2),
        (Scan(START, M.ACCEPTED), 0),
        (Scan(START.astimezone(timezone(timedelta(hours=5, minutes=30))), M.ACCEPTED), 330),
        (Scan(START.astimezone(timezone(timedelta(hours=5, minutes=30))), M.ACCEPTED, offset_known=False), None),
        (Scan(START.replace(tzinfo=None), M.ACCEPTED), None),
    ],
)
def test_how_far_east_a_clock_was(told, minutes):
    assert offset_minutes(told) == minutes


def test_which_telling_of_an_event_is_the_clearer_one():
    bare = Scan(START, M.UNKNOWN, offset_known=False)
    full = Scan(
        START,
        M.ACCEPTED,
        reason=Reason.HELD,
        code="OR",
        text="Origin scan",
        place=Place("Cologne", region="NW", country="DE"),
    )
    assert clarity(bare) == "\t" * 5
    assert clarity(full) == "accepted held\tOrigin scan\tOR\tCologne\tNW\t0"
    assert clarity(full) > clarity(full._replace(milestone=M.UNKNOWN)) > clarity(bare)


any_scan = st.builds(
    scan, st.integers(0, 12), st.sampled_from(list(Milestone)), st.sampled_from(["", "Cologne", "Copenhagen"])
)


@given(st.lists(any_scan, max_size=8), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_stage(some, random):
    repeated = some + random.choices(some, k=3) if some else some
    random.shuffle(repeated)
    assert stage_of(repeated) == stage_of(some)


@given(st.lists(any_scan, max_size=8))
def test_paper_never_hides_a_physical_scan(some):
    stage = stage_of(some)
    if any(one.milestone not in PAPER_ONLY for one in some):
        assert stage.milestone not in PAPER_ONLY


@given(st.lists(any_scan, max_size=8), any_scan)
def test_delivered_is_undone_only_by_a_way_back(some, late):
    before = stage_of([*some, scan(5, M.DELIVERED)])
    after = stage_of([*some, scan(5, M.DELIVERED), late])
    if before.milestone is M.DELIVERED and late.milestone not in {M.RETURNING, M.RETURNED}:
        assert after.milestone is M.DELIVERED
