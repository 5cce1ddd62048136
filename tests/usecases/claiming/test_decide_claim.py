"""A claim is decided once, gives one thing, and never more than is left of what was paid."""

import uuid

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.claims.queries import claim, waiting
from severshop.domain.customers.actions import make_staff
from severshop.domain.inventory.actions import set_stock
from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.orders.replacements import replacements_of
from severshop.domain.payments.books import order_balance, refund_for, refunds_of
from severshop.domain.payments.models import Payment
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.claiming.amounts import units_left
from severshop.usecases.claiming.decide_claim import (
    NothingLeftError,
    NothingToPayBackError,
    SoldOutError,
    UnknownClaimError,
    grant_claim,
    refuse_claim,
    take_back,
)
from severshop.usecases.paying.refund import give_back
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.refunds import PartKind, Why
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = pytest.mark.django_db

ALL = {1: 2, 2: 1}


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk


def letters(kind):
    return OutboxEntry.objects.filter(key__startswith=f"mail:{kind}:").count()


def test_a_part_is_paid_back_without_the_delivery_and_the_rest_with_it(now, sam):
    order, parcel = shipped_order(now=now)
    first = claimed(parcel, {1: 1}, now=now)
    assert grant_claim(first.id, Remedy.REFUND, by=sam, note=" Sorry! ", now=now).end is ClaimEnd.REFUND
    assert claim(first.id).note == "Sorry!"
    paid = refund_for(first.cause)
    assert (paid.amount_minor, paid.why) == (12900, Why.CLAIM)
    rest = claimed(parcel, {1: 1, 2: 1}, form="g", now=now)
    grant_claim(rest.id, Remedy.REFUND, by=sam, now=now)
    parts = refund_for(rest.cause).parts
    assert [(part.kind, part.amount_minor) for part in parts] == [
        (PartKind.GOODS, 12900),
        (PartKind.GOODS, 12900),
        (PartKind.DELIVERY, 490),
    ]
    assert paid.tax_minor + refund_for(rest.cause).tax_minor == order.tax_minor
    assert order_balance(order.id).left == 0


def test_whatever_is_said_next_the_first_word_counts(now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    grant_claim(found.id, Remedy.REFUND, by=sam, now=now)
    for again in (
        grant_claim(found.id, Remedy.REFUND, by=sam, now=now),
        grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now),
        refuse_claim(found.id, WhyClaimRefused.NOT_SHOWN, by=sam, now=now),
    ):
        assert (again.end, again.decided_by, again.ended_at) == (ClaimEnd.REFUND, "Sam", now)
    assert take_back(order.id, found.id, now=now) is False
    assert len(refunds_of(order.id)) == 1
    assert replacements_of([order.id]) == ()
    assert [(entry.act, entry.detail["came_to"]) for entry in noted()] == [("grant claim", "refund")]
    assert letters("claim_decided") == 1
    assert waiting() == ()


def test_a_replacement_costs_nothing_and_is_kept_on_the_shelf(now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    decided = grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now)
    assert [one.order_id for one in replacements_of([order.id])] == [decided.replacement_id]
    assert Order.objects.get(pk=decided.replacement_id).total_minor == 0
    assert Stock.objects.get(sku="STR-RUST-42").reserved == 3
    assert refunds_of(order.id) == ()
    assert units_left(order.id) == {1: 1, 2: 1}


def test_what_is_sold_out_can_be_paid_back_instead(now, sam):
    _order, parcel = shipped_order(now=now)
    set_stock("STR-RUST-43", on_hand=1)
    found = claimed(parcel, ALL, now=now)
    with pytest.raises(SoldOutError):
        grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now)
    assert claim(found.id).end is None
    assert Stock.objects.get(sku="STR-RUST-42").reserved == 2
    assert grant_claim(found.id, Remedy.REFUND, by=sam, now=now).end is ClaimEnd.REFUND


def test_a_replacement_that_was_cancelled_makes_nothing_good(now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {2: 1}, now=now)
    new_id = grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now).replacement_id
    ask_to_cancel(Wish(order_id=new_id, units={1: 1}, reason=CancelReason.OTHER, form="x"), now=now)
    assert units_left(order.id) == ALL
    again = claimed(parcel, {2: 1}, form="g", now=now)
    grant_claim(again.id, Remedy.REFUND, by=sam, now=now)
    assert refund_for(again.cause).amount_minor == 12900


def test_only_pieces_are_made_good_for_which_nothing_was_given(now, sam):
    _order, parcel = shipped_order(now=now)
    one = claimed(parcel, {2: 1}, now=now)
    grant_claim(one.id, Remedy.REPLACEMENT, by=sam, now=now)
    both = claimed(parcel, {1: 1, 2: 1}, form="g", now=now)
    grant_claim(both.id, Remedy.REFUND, by=sam, now=now)
    assert refund_for(both.cause).amount_minor == 12900
    again = claimed(parcel, {2: 1}, form="h", now=now)
    for remedy in Remedy:
        with pytest.raises(NothingLeftError):
            grant_claim(again.id, remedy, by=sam, now=now)
    assert refuse_claim(again.id, WhyClaimRefused.CONTENT_COMPLETE, by=sam, now=now).end is ClaimEnd.REFUSED
    assert letters("claim_decided") == 3


def test_no_more_goes_back_than_is_left(now, sam):
    order, parcel = shipped_order(now=now)
    give_back(order.id, amount_minor=order.total_minor - 5000, note="", form="x", by=sam, now=now)
    first = claimed(parcel, {1: 1}, now=now)
    grant_claim(first.id, Remedy.REFUND, by=sam, now=now)
    assert refund_for(first.cause).amount_minor == 5000
    second = claimed(parcel, {1: 1}, form="g", now=now)
    with pytest.raises(NothingToPayBackError):
        grant_claim(second.id, Remedy.REFUND, by=sam, now=now)


def test_what_was_paid_elsewhere_is_sent_again(now, sam):
    order, parcel = shipped_order(now=now)
    Payment.objects.filter(order_id=order.id).delete()
    found = claimed(parcel, {1: 1}, now=now)
    with pytest.raises(NothingToPayBackError):
        grant_claim(found.id, Remedy.REFUND, by=sam, now=now)
    assert grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now).replacement_id


def test_a_shopper_takes_their_own_claim_back(now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, now=now)
    with pytest.raises(UnknownClaimError):
        take_back(uuid.uuid4(), found.id, now=now)
    assert take_back(order.id, found.id, now=now) is True
    assert grant_claim(found.id, Remedy.REFUND, by=sam, now=now).end is ClaimEnd.WITHDRAWN
    assert refunds_of(order.id) == ()


def test_a_claim_that_there_is_not(now, sam):
    with pytest.raises(UnknownClaimError):
        grant_claim(uuid.uuid4(), Remedy.REFUND, by=sam, now=now)
    with pytest.raises(UnknownClaimError):
        refuse_claim(uuid.uuid4(), WhyClaimRefused.NOT_SHOWN, by=sam, now=now)
    assert OrderLine.objects.count() == 0


def arrived_replacement(parcel, sam, *, now):
    """What was lost, all of it, sent again and arrived."""
    lost = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now)
    new_id = grant_claim(lost.id, Remedy.REPLACEMENT, by=sam, now=now).replacement_id
    return packed_parcel(Order.objects.get(pk=new_id), now=now)


def test_what_was_sent_again_is_paid_back_from_the_order_that_was_paid(now, sam):
    order, parcel = shipped_order(now=now)
    again = arrived_replacement(parcel, sam, now=now)
    found = claimed(again, {2: 1}, form="g", now=now)
    grant_claim(found.id, Remedy.REFUND, by=sam, now=now)
    (paid,) = refunds_of(order.id)
    assert (paid.cause, paid.amount_minor, paid.parts[0].line) == (found.cause, 12900, 2)
    rest = claimed(again, {1: 2}, form="h", now=now)
    grant_claim(rest.id, Remedy.REFUND, by=sam, now=now)
    assert order_balance(order.id).left == 0
    assert (units_left(order.id), units_left(again.order_id)) == ({}, {})


def test_what_was_sent_again_can_be_sent_once_more(now, sam):
    _order, parcel = shipped_order(now=now)
    again = arrived_replacement(parcel, sam, now=now)
    found = claimed(again, {1: 1}, form="g", now=now)
    third = grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now).replacement_id
    assert [line.sku for line in OrderLine.objects.filter(order_id=third)] == ["STR-RUST-42"]
    assert units_left(again.order_id) == {1: 1, 2: 1}
