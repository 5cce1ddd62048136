"""Which carrier the table proposes for what goes into a box."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.orders.queries import goods_of, order_cards
from severshop.domain.shipping.queries import carrier_rules, zone_of
from severshop.domain.shipping.rules import Choice, NoCarrierError, Shipment, Why, by_hand, choose_carrier
from severshop.usecases.fulfilling.facts import UnknownOrderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the carrier table says of a parcel: `choice` is None where no line fits."""

    parcel: Shipment
    choice: Choice | None

    def why(self, carrier: str) -> Why:
        """Return why the parcel has this carrier: by the table, or because somebody chose it."""
        if self.choice and self.choice.carrier == carrier:
            return self.choice.why
        instead_of = self.choice.carrier if self.choice else ""
        return by_hand(instead_of=instead_of, weight_grams=self.parcel.weight_grams)


def propose_for_order(order_id: uuid.UUID, *, items: Mapping[uuid.UUID, int]) -> Proposal:
    """Return the proposal for units of an order's lines. Raises `UnknownOrderError`."""
    order = order_cards([order_id]).get(order_id)
    if order is None:
        raise UnknownOrderError("there is no such order")
    goods = goods_of(order_id)
    grams = sum(goods[line_id].weight_grams * quantity for line_id, quantity in items.items())
    return propose(country=order.country, option=order.delivery_option, weight_grams=grams)


def propose(*, country: str, option: str, weight_grams: int) -> Proposal:
    """Return the proposal for a parcel of this weight."""
    parcel = Shipment(country=country, zone=zone_of(country), option=option, weight_grams=weight_grams)
    try:
        choice = choose_carrier(carrier_rules(), parcel, carriers=CARRIERS)
    except NoCarrierError:
        choice = None
    return Proposal(parcel=parcel, choice=choice)
