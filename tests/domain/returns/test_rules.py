"""Returns as tables: how far one is, what may follow, what cannot come back, who pays the way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from severshop.domain.policies.returns import POLICIES
from severshop.domain.returns.rules import (
    OVER,
    TRANSITIONS,
    Chosen,
    NothingChosenError,
    NotReturnableError,
    Possible,
    ReturnFacts,
    SoldLine,
    Standing,
    Units,
    can_cancel,
    check_chosen,
    last_day_of_faults,
    payer_of,
    pays_at_first_scan,
    possible,
    state_of,
    units_to_send,
)
from severshop.vocabulary.policies import Payer, RefundWhen
from severshop.vocabulary.returning import OUR_FAULT, ReturnReason, ReturnState, Wants, WhyNot

POLICY = POLICIES[0]
T = datetime(2026, 11, 24, 9, tzinfo=UTC)
TWO = Units(announced=2)
NEW = ReturnFacts(units=TWO, requested_at=T)
ARRIVED = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("when", "after", "kept", "chargebacks", "pays"),
    [
        (RefundWhen.FIRST_SCAN, 0, 0, False, True),
        (RefundWhen.FIRST_SCAN, 0, 0, True, True),
        (RefundWhen.INSPECTED, 0, 9, False, False),
        (RefundWhen.INSPECTED, 1, 0, False, False),
        (RefundWhen.INSPECTED, 1, 1, False, True),
        (RefundWhen.INSPECTED, 3, 2, False, False),
        (RefundWhen.INSPECTED, 3, 3, False, True),
        (RefundWhen.INSPECTED, 3, 9, True, False),
    ],
)
def test_who_is_paid_at_the_first_scan(when, after, kept, chargebacks, pays):
    policy = replace(POLICY, refund_when=when, trusted_after_orders=after)
    assert pays_at_first_scan(policy, Standing(kept, chargebacks)) is pays


PAIR = NEW._replace(received_at=T, units=Units(2, accepted=2), wants={Wants.EXCHANGE})
"""Accepted, and to be exchanged."""


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (NEW, ReturnState.ANNOUNCED),
        (NEW._replace(cancelled_at=T), ReturnState.CANCELLED),
        (NEW._replace(under_way_at=T), ReturnState.UNDER_WAY),
        (NEW._replace(under_way_at=T, cancelled_at=T), ReturnState.UNDER_WAY),
        (NEW._replace(under_way_at=T, arrived_at=T), ReturnState.RECEIVED),
        (NEW._replace(received_at=T), ReturnState.RECEIVED),
        (NEW._replace(received_at=T, cancelled_at=T), ReturnState.RECEIVED),
        (NEW._replace(received_at=T, units=Units(2, accepted=1)), ReturnState.RECEIVED),
        (NEW._replace(received_at=T, units=Units(2, accepted=1, refused=1)), ReturnState.INSPECTED),
        (NEW._replace(received_at=T, units=Units(2, accepted=2)), ReturnState.INSPECTED),
        (NEW._replace(received_at=T, units=Units(2, accepted=2), refunded_at=T), ReturnState.REFUNDED),
        (PAIR._replace(refunded_at=T), ReturnState.INSPECTED),
        (PAIR._replace(exchanged_at=T), ReturnState.EXCHANGED),
        (PAIR._replace(wants=set(Wants), exchanged_at=T), ReturnState.INSPECTED),
        (PAIR._replace(wants=set(Wants), exchanged_at=T, refunded_at=T), ReturnState.EXCHANGED),
        (NEW._replace(received_at=T, units=Units(2, accepted=2), closed_at=T), ReturnState.CLOSED),
        (NEW._replace(received_at=T, units=Units(2, accepted=2), refunded_at=T, closed_at=T), ReturnState.REFUNDED),
        (NEW._replace(received_at=T, units=Units(0), closed_at=T), ReturnState.CLOSED),
        (NEW._replace(under_way_at=T, units=Units(0)), ReturnState.INSPECTED),
        (NEW._replace(under_way_at=T, units=Units(0), refunded_at=T), ReturnState.REFUNDED),
        (NEW._replace(received_at=T, units=Units(2, refused=2)), ReturnState.REFUSED),
        (NEW._replace(received_at=T, units=Units(2, refused=2), sent_back_at=T), ReturnState.SENT_BACK),
    ],
)
def test_how_far_a_return_is(facts, state):
    assert state_of(facts) is state


def test_every_state_is_in_the_table_can_be_reached_and_leads_to_an_end():
    assert set(TRANSITIONS) == set(ReturnState)
    reached = {ReturnState.ANNOUNCED}
    for _round in ReturnState:
        reached |= {after for before in reached for after in TRANSITIONS[before]}
    assert reached == set(ReturnState)
    ends = set(OVER)
    for _round in ReturnState:
        ends |= {state for state, after in TRANSITIONS.items() if after & ends}
    assert ends == set(ReturnState)


def test_no_fact_alone_leads_where_the_table_does_not():
    news = {
        "cancelled_at": T,
        "under_way_at": T,
        "arrived_at": T,
        "received_at": T,
        "refunded_at": T,
        "sent_back_at": T,
        "exchanged_at": T,
    }
    units = (TWO, Units(2, 2, 0), Units(2, 1, 1), Units(2, 0, 2))
    for *told, wants_pair in product((False, True), repeat=len(news) + 1):
        wanted = NEW._replace(wants={Wants.EXCHANGE}) if wants_pair else NEW
        facts = wanted._replace(**{name: T for (name, _), is_told in zip(news.items(), told, strict=True) if is_told})
        before = state_of(facts)
        for after in (state_of(facts._replace(units=some)) for some in units if facts.received_at):
            reached = {before}
            for _round in ReturnState:
                reached |= {later for state in reached for later in TRANSITIONS[state]}
            assert after in reached, (facts, before, after)


def test_it_can_be_called_off_until_the_carrier_has_it():
    assert {state for state in ReturnState if can_cancel(state)} == {ReturnState.ANNOUNCED}


def line(**changes):
    given = {
        "position": 1,
        "quantity": 2,
        "cancelled": 0,
        "delivered": 2,
        "delivered_at": T,
        "returned": 0,
        "kind": "runner",
    }
    return SoldLine(**{**given, **changes})


FINAL = replace(POLICY, final_sale=frozenset({"care"}))
LONGER = replace(POLICY, return_days=30)


@pytest.mark.parametrize(
    ("sold", "policy", "days_later", "expected"),
    [
        (line(), POLICY, 0, (2, None, False)),
        (line(), POLICY, 14, (2, None, False)),
        (line(), POLICY, 15, (2, WhyNot.WINDOW_OVER, True)),
        (line(), LONGER, 30, (2, None, False)),
        (line(), LONGER, 31, (2, WhyNot.WINDOW_OVER, True)),
        (line(), POLICY, 731, (2, WhyNot.WINDOW_OVER, True)),
        (line(), POLICY, 732, (0, WhyNot.WINDOW_OVER, False)),
        (line(kind="care"), FINAL, 1, (2, WhyNot.FINAL_SALE, True)),
        (line(kind="care"), FINAL, 732, (0, WhyNot.WINDOW_OVER, False)),
        (line(returned=1), POLICY, 1, (1, None, False)),
        (line(returned=2), POLICY, 1, (0, WhyNot.ALREADY_RETURNED, False)),
        (line(returned=1, claimed=1), POLICY, 1, (0, WhyNot.CLAIMED, False)),
        (line(delivered=0), POLICY, 1, (0, WhyNot.NOT_DELIVERED, False)),
        (line(delivered=1), POLICY, 1, (1, None, False)),
        (line(cancelled=2, delivered=0), POLICY, 1, (0, WhyNot.CANCELLED, False)),
    ],
)
def test_what_can_be_announced(sold, policy, days_later, expected):
    today = ARRIVED + timedelta(days=days_later)
    can = possible(sold, policy=policy, arrived=ARRIVED, last_arrived=ARRIVED, today=today)
    assert (can.units, can.why_not, can.only_faulty) == expected


@pytest.mark.parametrize(("days_later", "units"), [(0, 2), (15, 2), (732, 0)])
def test_until_when_is_said_before_and_after(days_later, units):
    today = ARRIVED + timedelta(days=days_later)
    can = possible(line(), policy=POLICY, arrived=ARRIVED, last_arrived=ARRIVED, today=today)
    assert (can.units, can.last_day) == (units, ARRIVED + timedelta(days=14))


def test_the_time_does_not_begin_while_something_is_still_under_way():
    can = possible(line(), policy=POLICY, arrived=ARRIVED, last_arrived=None, today=ARRIVED + timedelta(days=40))
    assert (can.units, can.why_not, can.last_day) == (2, None, None)
    assert possible(line(), policy=POLICY, arrived=None, last_arrived=None, today=ARRIVED).units == 0


def test_a_leap_day_has_its_last_day():
    assert last_day_of_faults(POLICY, date(2028, 2, 29)) == date(2030, 2, 28)


SMALL, BROKEN = ReturnReason.TOO_SMALL, ReturnReason.DEFECTIVE
CAN = {
    1: Possible(2),
    2: Possible(1, WhyNot.WINDOW_OVER, only_faulty=True),
    3: Possible(0, WhyNot.NOT_DELIVERED),
    4: Possible(1, WhyNot.FINAL_SALE, only_faulty=True),
}


@pytest.mark.parametrize(
    "chosen", [{1: Chosen(2, SMALL)}, {1: Chosen(1, SMALL), 2: Chosen(1, BROKEN)}, {2: Chosen(1, BROKEN)}]
)
def test_what_is_announced(chosen):
    assert check_chosen({**chosen, 3: Chosen(0, SMALL)}, CAN) == chosen


@pytest.mark.parametrize(
    ("chosen", "why", "left"),
    [
        ({1: Chosen(3, SMALL)}, WhyNot.ALREADY_RETURNED, 2),
        ({1: Chosen(-1, SMALL)}, WhyNot.ALREADY_RETURNED, 2),
        ({2: Chosen(1, SMALL)}, WhyNot.WINDOW_OVER, 1),
        ({4: Chosen(1, SMALL)}, WhyNot.FINAL_SALE, 1),
        ({3: Chosen(1, BROKEN)}, WhyNot.NOT_DELIVERED, 0),
        ({9: Chosen(1, BROKEN)}, WhyNot.NOT_DELIVERED, 0),
    ],
)
def test_what_is_refused_and_why(chosen, why, left):
    with pytest.raises(NotReturnableError) as refused:
        check_chosen(chosen, CAN)
    assert (refused.value.line, refused.value.why, refused.value.left) == (*chosen, why, left)


def test_where_nothing_is_said_of_what_is_left_it_is_nothing():
    assert NotReturnableError(line=1, why=WhyNot.CANCELLED).left == 0


@pytest.mark.parametrize("chosen", [{}, {1: Chosen(0, SMALL)}])
def test_nothing_is_no_return(chosen):
    with pytest.raises(NothingChosenError):
        check_chosen(chosen, CAN)


@pytest.mark.parametrize("reason", ReturnReason)
@pytest.mark.parametrize(("zone", "payer"), [("home", Payer.SHOP), ("union", Payer.SHOP), ("outside", Payer.SHOPPER)])
def test_who_pays_the_way_back(reason, zone, payer):
    assert payer_of({reason}, policy=POLICY, zone=zone) is (Payer.SHOP if reason in OUR_FAULT else payer)
    assert payer_of({reason, BROKEN}, policy=POLICY, zone="mars") is Payer.SHOP
    assert payer_of({SMALL}, policy=POLICY, zone="mars") is Payer.SHOPPER


@pytest.mark.parametrize(
    ("announced", "accepted", "sent", "trusted", "goes_out"),
    [
        (2, 0, 0, False, 0),
        (2, 1, 0, False, 1),
        (2, 2, 1, False, 1),
        (2, 0, 0, True, 2),
        (2, 0, 2, True, 0),
        (2, 1, 2, False, 0),
    ],
)
def test_what_goes_out_in_exchange(announced, accepted, sent, trusted, goes_out):
    assert units_to_send(announced=announced, accepted=accepted, sent=sent, trusted=trusted) == goes_out
