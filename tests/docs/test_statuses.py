"""The reference of statuses names every code, in the shop's words and order."""

from severshop.domain.orders.rules import URGENCY
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone, Reason
from severshop.vocabulary.statuses import HEADLINES, Attention, OrderStatus
from tests.docs.documents import ROOT, code_in, prose, rows

PAGE = ROOT / "docs" / "reference" / "statuses.md"


def codes(heading):
    return [(code_in(row[0]) or [""])[0] for row in rows(PAGE, under=heading)]


def test_statuses():
    listed = rows(PAGE, under="## Status of an order")
    assert [(code_in(row[0])[0], row[1]) for row in listed] == [(s.value, HEADLINES[s]) for s in OrderStatus]


def test_attentions_stand_in_the_order_of_their_urgency():
    listed = codes("## Attention")
    assert set(listed) == {attention.value for attention in Attention}
    assert listed == [attention.value for attention in URGENCY]


def test_milestones():
    assert codes("## Milestone of a parcel") == [milestone.value for milestone in Milestone]


def test_what_is_paper():
    sentence = next(text for text in prose(PAGE).split("\n\n") if "are paper" in text)
    assert set(code_in(sentence)) == {milestone.value for milestone in PAPER_ONLY}


def test_reasons():
    assert codes("## Reason") == [reason.value for reason in Reason]
