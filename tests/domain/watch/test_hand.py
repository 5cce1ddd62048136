"""Which trouble comes first, and what is done next."""

from itertools import product

import pytest

from severshop.domain.watch.hand import Act, Situation, Urgency, next_act, urgency_of
from severshop.vocabulary.statuses import Attention
from severshop.vocabulary.watching import Level, Trouble


@pytest.mark.parametrize(
    ("situation", "urgency", "act"),
    [
        (Situation(Level.LOST, Trouble.SILENT), Urgency.LOST, Act.INVESTIGATE),
        (Situation(Level.LOST, Trouble.SILENT, wants_to_cancel=True), Urgency.LOST, Act.CANCEL),
        (Situation(Level.LOST, Trouble.SILENT, was_searched=True), Urgency.LOST, Act.WRITE),
        (Situation(attention=Attention.LOST), Urgency.LOST, Act.INVESTIGATE),
        (Situation(Level.DELAYED, Trouble.NOT_HANDED_OVER, has_parcel=False, is_asked=True), Urgency.ANSWER, Act.LOOK),
        (Situation(has_parcel=False, wants_to_cancel=True), Urgency.ANSWER, Act.CANCEL),
        (Situation(Level.DELAYED, Trouble.SLOW), Urgency.DELAYED, Act.INVESTIGATE),
        (Situation(Level.DELAYED, Trouble.SLOW, is_searched=True), Urgency.DELAYED, Act.ASK),
        (Situation(Level.DELAYED, Trouble.SLOW, is_searched=True, is_carrier_asked=True), Urgency.DELAYED, Act.CLOSE),
        (Situation(Level.DELAYED, Trouble.SLOW, was_searched=True), Urgency.DELAYED, Act.WRITE),
        (Situation(Level.DELAYED, Trouble.CARRIER_SAYS), Urgency.DELAYED, Act.LOOK),
        (Situation(Level.AT_RISK, Trouble.CUSTOMS), Urgency.HELD, Act.LOOK),
        (Situation(attention=Attention.CUSTOMS_HOLD), Urgency.HELD, Act.WRITE),
        (Situation(attention=Attention.RETURNING, has_parcel=False), Urgency.HELD, Act.WRITE),
        (Situation(attention=Attention.CANCELLATION_REQUESTED, has_parcel=False), Urgency.ANSWER, Act.CANCEL),
        (Situation(Level.AT_RISK, attention=Attention.CANCELLATION_REQUESTED), Urgency.ANSWER, Act.CANCEL),
        (Situation(Level.AT_RISK, Trouble.SLOW), Urgency.AT_RISK, Act.LOOK),
        (Situation(is_searched=True), Urgency.SEARCH, Act.ASK),
        (Situation(attention=Attention.PICKUP_READY), None, Act.LOOK),
        (Situation(), None, Act.LOOK),
    ],
)
def test_table(situation, urgency, act):
    assert (urgency_of(situation), next_act(situation)) == (urgency, act)


def test_a_parcel_is_never_investigated_that_is_not_there_or_twice_at_once():
    flags = (False, True)
    levels, troubles, attentions = (None, *Level), (None, *Trouble), (None, *Attention)
    for level, trouble, attention, *rest in product(levels, troubles, attentions, *[flags] * 4):
        has_parcel, is_searched, was_searched, cancels = rest
        act = next_act(
            Situation(level, trouble, attention, has_parcel, False, cancels, is_searched, False, was_searched)
        )
        if act is Act.INVESTIGATE:
            assert has_parcel
            assert not any((is_searched, was_searched, cancels))
