import importlib.util
from pathlib import Path

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.orders.models import OrderLine
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling.pack import pack
from severshop.usecases.fulfilling.pick import start_picking
from severshop.vocabulary.roles import Role

FACTORIES = Path(__file__).parents[2] / "factories.py"


@pytest.fixture(scope="session")
def factories():
    spec = importlib.util.spec_from_file_location("factories", FACTORIES)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def packer(db):
    return make_staff("wim@shop.example", name="Wim", password="long-enough", roles=[Role.WAREHOUSE]).pk


@pytest.fixture
def order(db, now, factories):
    """Two of one shoe and one of another, reserved on the shelf."""
    order = factories.placed_order(now=now, quantities=(2, 1))
    lines = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    for sku in lines:
        set_stock(sku, on_hand=5)
    reserve(order.id, lines, now=now)
    return order


@pytest.fixture
def lines(order):
    """The lines by their position."""
    return {line.position: line.pk for line in OrderLine.objects.filter(order=order)}


@pytest.fixture
def picked(order, packer, now):
    start_picking(order.id, by=packer, now=now)
    return order


@pytest.fixture
def put_in_a_parcel(picked, lines, packer, now, factories):
    """Pack units by position of their line; return the parcel's id."""

    def do(units, *, parcel_id=None, number=None, order=None):
        parcel_id = parcel_id or uuid7()
        pack(
            order or picked.id,
            parcel_id=parcel_id,
            items={lines[position]: quantity for position, quantity in units.items()},
            carrier="ups",
            tracking_number=number or factories.ups_number(picked, Parcel.objects.count() + 1),
            by=packer,
            now=now,
        )
        return parcel_id

    return do
