"""Where an article is when it is bought."""

from enum import StrEnum


class Availability(StrEnum):
    """The quickest first: an order waits for the slowest of its articles."""

    IN_STOCK = "in_stock"
    AT_SUPPLIER = "at_supplier"
    MADE_TO_ORDER = "made_to_order"
