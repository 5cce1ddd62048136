"""The orders that bring what was exchanged, as the pages of the return's owner show them."""

from typing import NamedTuple

from severshop.domain.orders.models import Order
from severshop.infra.links import link_token
from severshop.usecases.status.replaced import Replaced
from severshop.usecases.status.returns import ReturnStory


class PairOrder(NamedTuple):
    """An order that brings another pair, and the path of its own page: for who has proved to hold the first."""

    order: Replaced
    path: str


def pair_orders(story: ReturnStory) -> tuple[PairOrder, ...]:
    """Return the orders that bring what a return was exchanged for, the oldest first."""
    ids = [one.id for one in story.exchanged_for]
    generations = dict(Order.objects.filter(pk__in=ids).values_list("pk", "link_generation")) if ids else {}
    return tuple(
        PairOrder(one, f"/t/{link_token(one.id, generation=generations[one.id])}") for one in story.exchanged_for
    )
