from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.tracking.duplicates import merge_duplicates, told_as_one
from severshop.domain.tracking.rules import stage_of
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
COLOGNE = Place("Cologne", "", "DE")


def scan(seconds=0, *, code="AR", place=COLOGNE, milestone=Milestone.IN_TRANSIT, text="", reason=Reason.NONE):
    return Scan(START + timedelta(seconds=seconds), milestone, reason, place, code, text)


def test_seconds_that_were_cut_off_make_no_second_event():
    assert merge_duplicates([scan(0), scan(42)]) == [scan(42)]


def test_letter_case_makes_no_second_event():
    shouted = scan(place=Place("COLOGNE", "", "DE"), code="ar", text="ARRIVED")
    (merged,) = merge_duplicates([shouted, scan(text="Arrived")])
    assert (merged.place, merged.text) == (COLOGNE, "Arrived")


@pytest.mark.parametrize("spelling", ["KOELN", "KÖLN", "köln", "Koln", "COLOGNE"])
def test_a_city_by_another_of_its_names_makes_no_second_event(spelling):
    assert len(merge_duplicates([scan(place=Place(spelling, "", "DE")), scan()])) == 1
    assert len(merge_duplicates([scan(place=Place(spelling, "", "US")), scan()])) == 2


def test_towns_that_no_table_knows_are_told_apart_by_their_names():
    towns = [scan(place=Place(name, "", "DE")) for name in ("Oberpfaffenhofen", "OBERPFAFFENHOFEN", "Unterammergau")]
    assert len(merge_duplicates(towns)) == 2


def test_as_many_towns_in_one_minute_as_a_forger_likes_take_no_time():
    towns = [scan(place=Place(f"Town {number}", "", "ZZ")) for number in range(10_000)]
    assert len(merge_duplicates(towns)) == len(towns)


def test_a_place_that_is_added_later_makes_no_second_event():
    assert merge_duplicates([scan(place=Place()), scan()]) == [scan()]
    assert merge_duplicates([scan(), scan(place=Place(country="DE"))]) == [scan()]


def test_what_says_more_is_kept():
    poor = scan(0, place=Place(), text="Arrived")
    rich = scan(0, reason=Reason.ARRIVED)
    assert merge_duplicates([poor, rich]) == [scan(0, text="Arrived", reason=Reason.ARRIVED)]


def test_the_same_moment_told_in_two_offsets_is_one_event():
    here = Scan(START.astimezone(timezone(timedelta(hours=1))), Milestone.IN_TRANSIT, place=COLOGNE, code="AR")
    assert len(merge_duplicates([here, scan()])) == 1


def test_what_differs_in_earnest_stays_two_events():
    others = [
        scan(60),
        scan(code="DP"),
        scan(milestone=Milestone.CUSTOMS),
        scan(place=Place("Bonn", "", "DE")),
        scan(place=Place("Cologne", "", "US")),
    ]
    for other in others:
        assert len(merge_duplicates([scan(), other])) == 2


def test_a_scan_without_a_place_joins_one_of_two():
    two = [scan(), scan(place=Place("Bonn", "", "DE"))]
    assert merge_duplicates([*two, scan(place=Place())]) == merge_duplicates(two)


any_scan = st.builds(
    scan,
    st.sampled_from([0, 1, 59, 60, 61, 120]),
    code=st.sampled_from(["", "AR", "ar", "DP"]),
    place=st.builds(
        Place,
        st.sampled_from(["", "Cologne", "COLOGNE", "Bonn"]),
        st.sampled_from(["", "NW", "nw"]),
        st.sampled_from(["", "DE", "US"]),
    ),
    milestone=st.sampled_from([Milestone.IN_TRANSIT, Milestone.CUSTOMS]),
    text=st.sampled_from(["", "Arrived", "ARRIVED"]),
    reason=st.sampled_from([Reason.NONE, Reason.ARRIVED, Reason.CLEARED]),
)
timelines = st.lists(any_scan, max_size=12)


@given(timelines, st.data())
def test_neither_order_nor_repetition_changes_the_result(scans, data):
    again = data.draw(st.lists(st.sampled_from(scans), max_size=6)) if scans else []
    shuffled = data.draw(st.permutations([*scans, *again]))
    assert merge_duplicates(shuffled) == merge_duplicates(scans)
    assert stage_of(merge_duplicates(shuffled)) == stage_of(merge_duplicates(scans))


@given(timelines)
def test_what_is_merged_has_nothing_left_to_merge(scans):
    once = merge_duplicates(scans)
    assert merge_duplicates(once) == once


@given(timelines)
def test_every_scan_belongs_to_one_event(scans):
    told = told_as_one(scans)
    assert sorted(place for _event, places in told for place in places) == list(range(len(scans)))


@given(timelines)
def test_merging_takes_no_milestone_away(scans):
    assert {scan.milestone for scan in merge_duplicates(scans)} == {scan.milestone for scan in scans}
