"""What the order's page says of a return: every state has its words, and the history tells each thing once."""

from datetime import UTC, date, datetime

import pytest

from severshop.look import returning
from severshop.look.status.card import order_card
from severshop.look.status.facts import read_facts
from severshop.look.status.returns import return_cards
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import ReturnReason, ReturnState, WhyNot
from tests.look.status.states import public_json

TODAY = date(2026, 11, 24)
NAMES = {1: "Strada Runner"}
AT = "2026-11-20T09:00:00+01:00"


def back(state, *, code="", by=None, steps=(), **extra):
    return {
        "position": 1,
        "number": "BS-WCD1-WH7T-R1",
        "state": state,
        "way_back_paid_by": "shop",
        "steps": [{"state": one, "at": at} for one, at in steps],
        "next": {"code": code, "by": by} if code else None,
        "items": [{"line": 1, "quantity": 2}],
        "parcel": None,
    } | extra


def read(*told):
    return read_facts(public_json("delivered_neighbour", returns=list(told)))


def card(told, today=TODAY):
    facts = read(told)
    return return_cards(facts.returns, NAMES, today=today)[0]


@pytest.mark.parametrize("state", ReturnState)
def test_every_state_has_its_words(state):
    shown = card(back(state.value, steps=[("announced", AT), (state.value, AT)]))
    assert shown.word
    assert returning.headline(state, by=TODAY, has_label=True)
    assert shown.things == "2 × Strada Runner"
    assert all(event.words for day in shown.days for event in day.events)


@pytest.mark.parametrize(
    "code", ["hand_in", "arrive", "inspect", "refund", "exchange", "send_rest", "send_back", "collect"]
)
@pytest.mark.parametrize("by", ["2026-12-08", None])
def test_every_next_step_has_a_sentence(code, by):
    shown = card(back("received", code=code, by=by))
    assert shown.next or (code, by) == ("hand_in", None)


def test_a_step_or_a_state_that_this_version_does_not_know_is_left_out():
    facts = read(back("teleported"))
    assert facts.returns == ()
    assert card(back("received", code="beam", steps=[("beamed", AT)])).next == ""


def test_what_was_not_handed_in_in_time_says_so_without_a_threat():
    told = back("announced", code="hand_in", by="2026-11-23")
    assert card(told).next == "It was to be handed in by Mon 23 November. Please do so now, or call it off."
    assert "by Mon 23 November" in card(told, today=date(2026, 11, 23)).next


def test_the_newest_comes_first():
    facts = read(back("refunded"), back("announced", position=2))
    assert [one.position for one in return_cards(facts.returns, NAMES, today=TODAY)] == [2, 1]


def test_every_reason_every_refusal_and_every_payer_has_its_sentence():
    assert len({returning.reason(one) for one in ReturnReason}) == len(ReturnReason)
    assert len({returning.why_not(one) for one in WhyNot}) == len(WhyNot)
    assert returning.way_back(Payer.SHOP) != returning.way_back(Payer.SHOPPER)
    assert returning.why_not(WhyNot.WINDOW_OVER, last_day=TODAY).endswith("Tue 24 November.")


def test_a_list_of_orders_names_those_that_are_not_over():
    facts = read(back("received", code="inspect", by="2026-12-08"), back("refunded", position=2))
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert order_card(facts, now=now).returns == ("Your return: Back with us",)
