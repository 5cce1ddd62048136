"""Zones, and what a delivery costs."""

from enum import StrEnum


class Zone(StrEnum):
    """How a country lies to the warehouse."""

    HOME = "home"
    UNION = "union"
    """Another country of the customs union: no customs on the way."""
    OUTSIDE = "outside"


def delivery_price(*, items_minor: int, price_minor: int, free_from_minor: int | None) -> int:
    """Return what a delivery costs, in minor units: nothing from a certain amount on, where there is one."""
    is_free = free_from_minor is not None and items_minor >= free_from_minor
    return 0 if is_free else price_minor
