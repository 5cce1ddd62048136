"""Until when, what follows for each piece, and how far it is: tables of cases, and truths for any of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.withdrawals.rules import (
    Line,
    NotInOrderError,
    all_left,
    check_units,
    deadlines,
    fingerprint,
    is_late,
    plan,
    state_of,
)
from severshop.vocabulary.withdrawing import Step, WithdrawalState


@pytest.mark.parametrize(
    ("line", "wanted", "cancel", "send_back"),
    [
        (Line(1, 2, cancelled=0, here=2), 2, {1: 2}, {}),
        (Line(1, 2, cancelled=0, here=0), 2, {}, {1: 2}),
        (Line(1, 3, cancelled=0, here=1), 2, {1: 1}, {1: 1}),
        (Line(1, 3, cancelled=0, here=1), 1, {1: 1}, {}),
        (Line(1, 3, cancelled=1, here=0, withdrawn=1), 3, {}, {1: 1}),
        (Line(1, 1, cancelled=1, here=0), 1, {}, {}),
        (Line(1, 1, cancelled=0, here=1), 0, {}, {}),
    ],
)
def test_what_is_here_is_called_off_before_anything_travels(line, wanted, cancel, send_back):
    assert plan({1: wanted}, [line]) == (cancel, send_back)


@pytest.mark.parametrize(
    "units", [{}, {1: 0}, {1: 3}, {1: -1}, {9: 1}, {1: 1, 2: 2}], ids=["none", "zero", "more", "less", "other", "both"]
)
def test_only_what_the_order_has_can_be_named(units):
    lines = [Line(1, 2, cancelled=0, here=2), Line(2, 2, cancelled=0, here=0, withdrawn=1)]
    with pytest.raises(NotInOrderError):
        check_units(units, lines)


def test_empty_lines_are_left_out():
    assert check_units({1: 2, 2: 0}, [Line(1, 2, cancelled=0, here=2)]) == {1: 2}


@pytest.mark.parametrize(
    ("today", "last_day", "late"),
    [
        (date(2026, 12, 8), date(2026, 12, 8), False),
        (date(2026, 12, 9), date(2026, 12, 8), True),
        (date(2027, 12, 9), None, False),
    ],
    ids=["on the last day", "the day after", "something is still to come"],
)
def test_the_time_begins_when_the_last_piece_has_come(today, last_day, late):
    assert is_late(today, last_day=last_day) is late


def test_the_day_of_the_declaration_does_not_count():
    until = deadlines(date(2026, 11, 24), send_back_days=14, refund_days=14)
    assert until == (date(2026, 12, 8), date(2026, 12, 8))


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (set(), WithdrawalState.TAKEN_IN),
        ({Step.FOR_PEOPLE}, WithdrawalState.TAKEN_IN),
        ({Step.CANCELLED}, WithdrawalState.CANCELLED),
        ({Step.CANCEL_ASKED}, WithdrawalState.BEING_CANCELLED),
        ({Step.CANCEL_ASKED, Step.CANCELLED}, WithdrawalState.CANCELLED),
        ({Step.CANCEL_ASKED, Step.SEND_BACK_INSTEAD}, WithdrawalState.TO_SEND_BACK),
        ({Step.CANCELLED, Step.SEND_BACK}, WithdrawalState.TO_SEND_BACK),
        ({Step.FOR_PEOPLE, Step.CANCELLED}, WithdrawalState.CANCELLED),
        ({Step.SEND_BACK, Step.SETTLED}, WithdrawalState.SETTLED),
    ],
)
def test_how_far_one_is(steps, state):
    assert state_of(steps) is state


@given(
    st.integers(1, 9).flatmap(
        lambda quantity: st.builds(
            Line, st.just(1), st.just(quantity), st.integers(0, quantity), st.integers(0, quantity), st.integers(0, 9)
        )
    ),
    st.integers(0, 12),
)
def test_never_more_than_is_left_and_nothing_twice(line, wanted):
    todo = plan({1: wanted}, [line])
    done = todo.cancel.get(1, 0) + todo.send_back.get(1, 0)
    assert done == min(wanted, line.left)
    assert todo.cancel.get(1, 0) <= line.here
    assert sum(all_left([line]).values()) == line.left


def test_the_fingerprint_knows_every_word_and_nothing_without_the_salt():
    said = {"name": "Ada Winter", "units": {1: 2}}
    print_of = fingerprint(said, salt="a")
    assert print_of == fingerprint(dict(reversed(said.items())), salt="a")
    assert print_of != fingerprint({**said, "name": "Ada Summer"}, salt="a")
    assert print_of != fingerprint(said, salt="b")
