"""From Order Received to a packed parcel."""

import pytest

from severshop.domain.fulfilment.models import Parcel, ParcelItem, Picking
from severshop.domain.fulfilment.rules import EmptyParcelError, NotOfThisOrderError, TooManyError, Work
from severshop.domain.tracking.models import Leg
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling.facts import StepNotPossibleError, UnknownOrderError, read_work
from severshop.usecases.fulfilling.pack import NumberInUseError, NumberInvalidError, ParcelExistsError, pack
from severshop.usecases.fulfilling.pick import start_picking

pytestmark = pytest.mark.django_db


def status_of(factories, order):
    return factories.public_page(order.id)["status"]


def test_an_order_is_in_process_once_picking_starts(order, packer, now, factories):
    assert status_of(factories, order) == "received"
    start_picking(order.id, by=packer, now=now)
    assert status_of(factories, order) == "in_process"
    assert Picking.objects.get().started_by_id == packer


def test_starting_twice_is_one_start(order, packer, now):
    start_picking(order.id, by=packer, now=now)
    start_picking(order.id, by=None, now=now)
    assert Picking.objects.get().started_by_id == packer


def test_an_order_that_does_not_exist_cannot_be_picked(now, db):
    with pytest.raises(UnknownOrderError):
        start_picking(uuid7(), by=None, now=now)


def test_a_parcel_holds_quantities_and_travels_under_its_number(put_in_a_parcel, picked, packer, lines):
    parcel_id = put_in_a_parcel({1: 1, 2: 0})
    parcel = Parcel.objects.get(pk=parcel_id)
    assert (parcel.position, parcel.packed_by_id) == (1, packer)
    assert list(ParcelItem.objects.values_list("line_id", "quantity")) == [(lines[1], 1)]
    assert Leg.objects.get().number == parcel.tracking_number
    assert read_work(picked.id).left == {lines[1]: 1, lines[2]: 1}


def test_an_order_ships_in_as_many_parcels_as_it_takes(put_in_a_parcel, picked):
    put_in_a_parcel({1: 1})
    assert read_work(picked.id).work is Work.PICKING
    put_in_a_parcel({1: 1, 2: 1})
    assert read_work(picked.id).work is Work.PACKED
    assert list(Parcel.objects.order_by("position").values_list("position", flat=True)) == [1, 2]


def test_the_same_parcel_packed_twice_is_one_parcel(put_in_a_parcel):
    parcel_id = put_in_a_parcel({1: 2, 2: 1})
    put_in_a_parcel({1: 2, 2: 1}, parcel_id=parcel_id)
    assert Parcel.objects.count() == 1


def test_the_id_of_anothers_parcel_is_refused(put_in_a_parcel, factories, packer, now):
    parcel_id = put_in_a_parcel({1: 1})
    other = factories.placed_order(now=now)
    with pytest.raises(ParcelExistsError):
        put_in_a_parcel({1: 1}, parcel_id=parcel_id, order=other.id)


@pytest.mark.parametrize(
    ("units", "error"), [({1: 3}, TooManyError), ({1: -1}, TooManyError), ({1: 0, 2: 0}, EmptyParcelError)]
)
def test_what_is_not_left_is_refused_and_nothing_changes(put_in_a_parcel, units, error):
    with pytest.raises(error):
        put_in_a_parcel(units)
    assert Parcel.objects.count() == 0


def test_a_line_of_another_order_is_refused(picked, factories, now, packer):
    with pytest.raises(NotOfThisOrderError):
        pack(
            picked.id,
            parcel_id=uuid7(),
            items={uuid7(): 1},
            carrier="ups",
            tracking_number=factories.ups_number(picked, 1),
            by=packer,
            now=now,
        )


@pytest.mark.parametrize("number", ["1Z999AA10123456785", "1Z", "", "JJD000390007882191234"])
def test_a_number_with_a_wrong_check_digit_or_form_is_refused(put_in_a_parcel, picked, lines, now, number):
    with pytest.raises(NumberInvalidError):
        pack(picked.id, parcel_id=uuid7(), items={lines[1]: 1}, carrier="ups", tracking_number=number, by=None, now=now)
    assert Parcel.objects.count() == 0


def test_a_carrier_that_the_shop_does_not_know_is_refused(picked, lines, now):
    with pytest.raises(NumberInvalidError):
        pack(
            picked.id,
            parcel_id=uuid7(),
            items={lines[1]: 1},
            carrier="pigeon",
            tracking_number="1Z999AA10123456784",
            by=None,
            now=now,
        )


def test_a_number_may_be_typed_with_spaces(put_in_a_parcel):
    put_in_a_parcel({1: 1}, number="1z 999 aa1 01 2345 6784")
    assert Parcel.objects.get().tracking_number == "1Z999AA10123456784"


def test_a_number_in_use_is_refused_and_nothing_changes(put_in_a_parcel, lines, picked):
    put_in_a_parcel({1: 1}, number="1Z999AA10123456784")
    with pytest.raises(NumberInUseError):
        put_in_a_parcel({1: 1}, number="1Z999AA10123456784")
    assert Parcel.objects.count() == 1
    assert read_work(picked.id).left[lines[1]] == 1


def test_packing_before_picking_is_not_possible(order, lines, now):
    with pytest.raises(StepNotPossibleError):
        pack(
            order.id,
            parcel_id=uuid7(),
            items={lines[1]: 1},
            carrier="ups",
            tracking_number="1Z999AA10123456784",
            by=None,
            now=now,
        )
