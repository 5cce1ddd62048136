"""What tests of the desk need: a paid order that has arrived, with a return of it, and hands that look at it."""

from severshop.domain.inventory.actions import reserve, set_stock, ship
from severshop.domain.orders.models import OrderLine
from severshop.domain.payments.models import Payment
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.inspecting import Said
from severshop.domain.returns.rules import Chosen
from severshop.infra.ids import uuid7
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.usecases.returning.inspect import inspect
from severshop.usecases.returning.receive import Box, receive_return
from severshop.vocabulary.returning import ItemCondition, RestockGrade, ReturnReason, Verdict
from tests.returning import arrived_order

SMALL = ReturnReason.TOO_SMALL
GOOD = Said(1, ItemCondition.TRIED_ON, RestockGrade.SHELF, Verdict.ACCEPTED)
ON_HAND = 10


def sold_order(*, now, quantities=(2, 1), **kwargs):
    """Paid here and sold from this stock: 129.00 a pair, 4.90 for the delivery."""
    order = arrived_order(now=now, quantities=quantities, **kwargs)
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    units = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    for sku in units:
        set_stock(sku, on_hand=ON_HAND)
    reserve(order.id, units, now=now)
    ship({order.id: units}, now=now)
    return order


def announced(order, units, *, now, reason=SMALL, form="announced"):
    lines = {position: Chosen(quantity, reason) for position, quantity in units.items()}
    return announce_return(Announcement(order_id=order.id, lines=lines, form=form), now=now).id


def received(order, units, *, by, now, came=None, reason=SMALL, form="announced"):
    """A return that was announced and taken in, all of it or what `came`."""
    return_id = announced(order, units, now=now, reason=reason, form=form)
    receive_return(return_id, units if came is None else came, seen=0, box=Box(), by=by, now=now)
    return return_id


def look_at(return_id, *, by, now, said=GOOD, position=1, form=None):
    return inspect(return_id, said, position=position, form=form or str(uuid7()), by=by, now=now)


def desk(return_id):
    found = desk_return(return_id)
    assert found
    return found
