"""Money on its way back to a shopper: what for, and what it is made of."""

from enum import StrEnum
from typing import NamedTuple


class Why(StrEnum):
    """What a refund follows from."""

    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"
    CLAIM = "claim"
    GOODWILL = "goodwill"
    CHANGE = "change"
    """The shopper changed the order before it was packed, and it costs less now."""


class PartKind(StrEnum):
    """What a part of a refund pays back."""

    GOODS = "goods"
    DELIVERY = "delivery"
    DUTIES = "duties"


class Part(NamedTuple):
    """A part of a refund in minor units; the amount contains the tax. Goods may name their line by its position."""

    kind: PartKind
    amount_minor: int
    tax_minor: int = 0
    line: int | None = None
    quantity: int = 0


def cut_to(parts: tuple[Part, ...], most_minor: int) -> tuple[Part, ...]:
    """Return the parts as far as the amount goes, the first ones whole. Tax is cut in proportion, rounded half up.

    Nothing is lost or made: the amounts add up to the smaller of the two sums.
    """
    kept = []
    left = max(most_minor, 0)
    for part in parts:
        amount = min(part.amount_minor, left)
        if amount == 0:
            break
        tax = (2 * part.tax_minor * amount + part.amount_minor) // (2 * part.amount_minor)
        kept.append(part._replace(amount_minor=amount, tax_minor=tax))
        left -= amount
    return tuple(kept)


def beyond(parts: tuple[Part, ...], least_minor: int) -> tuple[Part, ...]:
    """Return what `cut_to` leaves away: both together are the parts. Units are counted where a part begins."""
    kept = cut_to(parts, least_minor)
    rest = []
    for place, part in enumerate(parts):
        if place >= len(kept):
            rest.append(part)
        elif part.amount_minor > kept[place].amount_minor:
            amount, tax = part.amount_minor - kept[place].amount_minor, part.tax_minor - kept[place].tax_minor
            rest.append(part._replace(amount_minor=amount, tax_minor=tax, quantity=0))
    return tuple(rest)
