"""Where an article is when it is bought."""

from collections.abc import Iterable
from enum import StrEnum


class Availability(StrEnum):
    """The quickest first: an order waits for the slowest of its articles."""

    IN_STOCK = "in_stock"
    AT_SUPPLIER = "at_supplier"
    MADE_TO_ORDER = "made_to_order"


def slowest(articles: Iterable[Availability]) -> Availability:
    """Return what an order of these articles waits for; that of the shelf for none."""
    return max(articles, key=list(Availability).index, default=Availability.IN_STOCK)
