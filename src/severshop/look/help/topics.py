"""The questions, in the order in which they are asked most. Their names stand in the addresses of their pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from severshop.look.help.answers import Answer
from severshop.look.help.order import OrderInHand, Terms
from severshop.look.help.questions import cancel, check, customs, delivery_time, late, lost, number, refund


@dataclass(frozen=True, slots=True)
class Topic:
    """A question, its answer in general and its answer for an order."""

    slug: str
    question: Callable[[], str]
    general: Callable[[Terms], Answer]
    for_order: Callable[[OrderInHand], Answer]


TOPICS: Mapping[str, Topic] = {
    slug: Topic(slug, module.question, module.general, module.for_order)
    for slug, module in (
        ("check", check),
        ("number", number),
        ("delivery-time", delivery_time),
        ("late", late),
        ("cancel", cancel),
        ("lost", lost),
        ("refund", refund),
        ("customs", customs),
    )
}
