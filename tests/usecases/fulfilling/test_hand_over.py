"""Parcels leave the house: Shipped, and off the stock, once."""

import pytest

from severshop.domain.fulfilment.models import HandOver
from severshop.domain.inventory.models import Stock
from severshop.infra.ids import uuid7
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.fulfilling.hand_over import UnknownParcelError, hand_over

pytestmark = pytest.mark.django_db


def on_hand():
    return dict(Stock.objects.order_by("sku").values_list("sku", "on_hand"))


def test_an_order_is_shipped_once_all_its_parcels_left(put_in_a_parcel, picked, packer, now, factories):
    first, second = put_in_a_parcel({1: 2}), put_in_a_parcel({2: 1})
    assert hand_over([first], by=packer, now=now) == 1
    assert factories.public_page(picked.id)["status"] == "in_process"
    assert hand_over([second], by=packer, now=now) == 1
    page = factories.public_page(picked.id)
    assert page["status"] == "shipped"
    assert [parcel["handed_over_at"] is not None for parcel in page["parcels"]] == [True, True]


def test_what_left_is_off_the_stock_and_no_longer_reserved(put_in_a_parcel, packer, now):
    before = on_hand()
    hand_over([put_in_a_parcel({1: 2})], by=packer, now=now)
    after = on_hand()
    assert sorted(before[sku] - after[sku] for sku in before) == [0, 2]
    assert sorted(Stock.objects.values_list("reserved", flat=True)) == [0, 1]


def test_handing_over_twice_is_one_hand_over(put_in_a_parcel, picked, packer, now):
    parcel = put_in_a_parcel({1: 2, 2: 1})
    assert hand_over([parcel, parcel], by=packer, now=now) == 1
    stock = on_hand()
    assert hand_over([parcel], by=None, now=now) == 0
    assert HandOver.objects.get().handed_over_by_id == packer
    assert on_hand() == stock
    shipped = OutboxEntry.objects.filter(order_id=picked.id, payload__kind="shipped")
    assert shipped.count() == 1


def test_one_unknown_parcel_and_none_leaves(put_in_a_parcel, packer, now):
    with pytest.raises(UnknownParcelError):
        hand_over([put_in_a_parcel({1: 1}), uuid7()], by=packer, now=now)
    assert HandOver.objects.count() == 0


def test_parcels_of_several_orders_leave_together(put_in_a_parcel, packer, now, factories):
    mine = put_in_a_parcel({1: 2, 2: 1})
    other = factories.placed_order(now=now)
    theirs = factories.packed_parcel(other, now=now, handed_over=False)
    assert hand_over([mine, theirs.pk], by=packer, now=now) == 2
    assert factories.public_page(other.id)["status"] == "shipped"
