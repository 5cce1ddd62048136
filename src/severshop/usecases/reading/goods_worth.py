"""What the goods of an order are worth to carriers and customs: also where the order itself cost nothing."""

import uuid
from dataclasses import replace

from severshop.domain.orders.models import OrderLine
from severshop.domain.orders.queries import LineGoods, goods_of
from severshop.usecases.paying.behind import money_behind


def goods_with_worth(order_id: uuid.UUID) -> dict[uuid.UUID, LineGoods]:
    """Return what carriers and customs ask of an order's lines, in their order.

    What is sent again, or in exchange, is not worth nothing: it is what its order before was paid with.
    """
    goods = goods_of(order_id)
    if all(one.unit_minor for one in goods.values()):
        return goods
    worths = money_behind(order_id).lines
    positions = OrderLine.objects.filter(order_id=order_id).values_list("pk", "position")
    places = {line_id: position for line_id, position in positions if position in worths}
    return {
        line_id: replace(one, unit_minor=worths[places[line_id]].unit_minor) if line_id in places else one
        for line_id, one in goods.items()
    }
