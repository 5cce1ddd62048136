"""The warehouse's rules: the table of transitions, how far an order is, what may go into a box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.fulfilment.rules import (
    TRANSITIONS,
    EmptyParcelError,
    NotOfThisOrderError,
    Step,
    TooManyError,
    TransitionTableError,
    Work,
    check_contents,
    check_transitions,
    left_to_pack,
    possible_steps,
    work_of,
)


def test_the_table_of_transitions_is_sound():
    check_transitions(TRANSITIONS)


def test_a_table_without_a_row_is_refused():
    table = {state: steps for state, steps in TRANSITIONS.items() if state is not Work.PACKED}
    with pytest.raises(TransitionTableError, match="no row"):
        check_transitions(table)


def test_a_table_with_a_step_to_nowhere_is_refused():
    with pytest.raises(TransitionTableError, match="leads nowhere"):
        check_transitions({**TRANSITIONS, Work.HANDED_OVER: {Step.PACK: set()}})


def test_a_table_with_an_island_is_refused():
    table = {**TRANSITIONS, Work.PACKED: {Step.HAND_OVER: {Work.PACKED}}}
    with pytest.raises(TransitionTableError, match="nothing leads to"):
        check_transitions(table)


@pytest.mark.parametrize(
    ("left", "is_picking", "parcels", "handed_over", "expected"),
    [
        ({1: 2}, False, 0, 0, Work.RECEIVED),
        ({1: 2}, True, 0, 0, Work.PICKING),
        ({1: 1}, True, 1, 1, Work.PICKING),
        ({1: 0}, True, 2, 1, Work.PACKED),
        ({1: 0}, True, 2, 2, Work.HANDED_OVER),
        ({1: 0}, False, 0, 0, Work.NOTHING_TO_SEND),
        ({1: 0}, True, 0, 0, Work.NOTHING_TO_SEND),
    ],
)
def test_how_far_the_warehouse_is(left, is_picking, parcels, handed_over, expected):
    assert work_of(left=left, is_picking=is_picking, parcels=parcels, handed_over=handed_over) is expected


def test_packing_comes_after_picking_and_an_order_that_left_is_at_rest():
    assert possible_steps(Work.RECEIVED) == {Step.START_PICKING}
    assert Step.PACK in possible_steps(Work.PICKING)
    assert possible_steps(Work.HANDED_OVER) == set()


def test_what_is_left_is_what_was_bought_less_cancelled_less_packed():
    left = left_to_pack(ordered={"a": 3, "b": 1, "c": 2}, cancelled={"a": 1}, packed={"a": 1, "c": 2})
    assert left == {"a": 1, "b": 1, "c": 0}


def test_what_was_packed_and_cancelled_later_is_not_owed_twice():
    assert left_to_pack(ordered={"a": 1}, cancelled={"a": 1}, packed={"a": 1}) == {"a": 0}


def test_lines_of_which_nothing_goes_in_are_left_out():
    assert check_contents({"a": 2, "b": 0}, left={"a": 2, "b": 1}) == {"a": 2}


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ({}, EmptyParcelError),
        ({"a": 0}, EmptyParcelError),
        ({"a": 3}, TooManyError),
        ({"a": -1}, TooManyError),
        ({"z": 1}, NotOfThisOrderError),
        ({"a": 1, "b": 1}, TooManyError),
    ],
)
def test_what_is_not_there_cannot_be_packed(items, error):
    with pytest.raises(error):
        check_contents(items, left={"a": 2, "b": 0})


@given(
    ordered=st.dictionaries(st.integers(1, 5), st.integers(1, 9), min_size=1),
    wishes=st.lists(st.dictionaries(st.integers(1, 6), st.integers(-2, 12)), max_size=12),
)
def test_however_it_is_tried_no_more_is_packed_than_was_bought(ordered, wishes):
    packed = {}
    for wish in wishes:
        left = left_to_pack(ordered=ordered, cancelled={}, packed=packed)
        try:
            contents = check_contents(wish, left=left)
        except ValueError:
            continue
        packed = {line: packed.get(line, 0) + contents.get(line, 0) for line in {*packed, *contents}}
    assert all(0 < quantity <= ordered[line] for line, quantity in packed.items())
