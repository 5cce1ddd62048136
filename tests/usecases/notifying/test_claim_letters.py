"""The letters about claims: what they say, in which state of things, and that nothing is missing."""

import html
import re
import uuid

import pytest

from severshop.domain.claims.actions import end_claim, note_turned_up
from severshop.domain.notifications.claim_mails import ClaimMail
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.usecases.claiming.decide_claim import grant_claim, refuse_claim
from severshop.usecases.claiming.settle_turn_up import settle_turn_up
from severshop.usecases.notifying.claim_letters import WRITTEN
from severshop.usecases.notifying.deliver_outbox import write_mail
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(now):
    order, parcel = shipped_order(now=now)
    Payment.objects.update(card_hint="Visa 4242")
    return order, claimed(parcel, {1: 2, 2: 1}, kind=ClaimKind.LOST, now=now)


def mail(kind, claim_id, order, *, now):
    payload = {"kind": kind.value, "claim": str(claim_id)}
    entry = Entry(
        id=uuid.uuid4(), topic="mail", key="k", order_id=order.id, payload=payload, created_at=now, attempts=0
    )
    return write_mail(entry, now=now)


def said(message):
    """What the letter says: each sentence of the text stands in the HTML too."""
    text = message.body
    page = html.unescape(" ".join(re.sub(r"<[^>]+>", " ", message.alternatives[0].content).split()))
    assert "None" not in text
    assert "%(" not in text
    for line in filter(None, text.partition("\n--\n")[0].splitlines()[1:]):
        assert line.removeprefix("- ").rstrip(":") in page, line
    return text


def test_that_we_look_at_it_and_until_when(lost, now):
    order, claim = lost
    message = mail(ClaimMail.RECEIVED, claim.id, order, now=now)
    assert message.to == [order.email]
    text = said(message)
    assert "Parcel that was lost. You asked for your money back." in text
    assert "answers by Fri 27 November." in text
    assert f"/order/{link_token(order.id, generation=1)}/claim/" in text


def test_what_goes_back_and_when(lost, now):
    order, claim = lost
    grant_claim(claim.id, Remedy.REFUND, by=None, note="So sorry.", now=now)
    text = said(mail(ClaimMail.DECIDED, claim.id, order, now=now))
    assert text.startswith("€391.90 GO BACK TO YOU")
    assert "Visa 4242). Most banks show it by Tue 1 December." in text
    assert "So sorry." in text
    with pytest.raises(DroppedError):
        mail(ClaimMail.RECEIVED, claim.id, order, now=now)


def test_what_comes_once_more(lost, now):
    order, claim = lost
    decided = grant_claim(claim.id, Remedy.REPLACEMENT, by=None, now=now)
    text = said(mail(ClaimMail.DECIDED, claim.id, order, now=now))
    assert f"Order {Order.objects.get(pk=decided.replacement_id).number} brings it, at no cost: " in text


def test_why_not(lost, now):
    order, claim = lost
    refuse_claim(claim.id, WhyClaimRefused.DELIVERED_WELL, by=None, now=now)
    text = said(mail(ClaimMail.DECIDED, claim.id, order, now=now))
    assert "The carrier has shown us that it was delivered to your address." in text
    assert "another person looks at it" in text


def test_what_became_of_the_parcel(lost, now):
    order, claim = lost
    end_claim(claim.id, ClaimEnd.REFUND, by=None, now=now)
    note_turned_up(claim.id, now=now)
    assert "you owe nothing" in said(mail(ClaimMail.TURNED_UP, claim.id, order, now=now))
    settle_turn_up(claim.id, TurnUp.SENT_BACK, by=None, now=now)
    text = said(mail(ClaimMail.SEND_BACK, claim.id, order, now=now))
    assert f"/order/{link_token(order.id, generation=1)}/return/1/" in text
    with pytest.raises(DroppedError):
        mail(ClaimMail.TURNED_UP, claim.id, order, now=now)


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_every_letter_about_everything_says_whole_sentences(now, kind):
    order, parcel = shipped_order(now=now)
    claim = claimed(parcel, {1: 1}, kind=kind, wish=Remedy.REPLACEMENT, now=now)
    for letter in (ClaimMail.RECEIVED, ClaimMail.FOUND, ClaimMail.KEEP):
        assert said(mail(letter, claim.id, order, now=now))


def test_each_kind_has_its_letter_and_no_claim_has_none(lost, now):
    assert set(WRITTEN) == set(ClaimMail)
    with pytest.raises(GiveUpError):
        mail(ClaimMail.RECEIVED, uuid.uuid4(), lost[0], now=now)
