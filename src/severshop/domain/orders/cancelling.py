"""What of an order can still be cancelled, what that takes out of boxes, and what it pays back. Pure.

Amounts are minor units and contain the tax. The order's tax is split over its units and its delivery by the
largest remainder, once and for all: whatever is cancelled in whatever steps, the shares add up to the cent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from severshop.domain.orders.rules import LineFacts, ParcelFacts
from severshop.vocabulary.refunds import Part, PartKind


class SoldLine(NamedTuple):
    """A line as it was sold; `cancelled` of its units were paid back before."""

    position: int
    quantity: int
    unit_minor: int
    cancelled: int = 0


class Sale(NamedTuple):
    """What an order was sold for."""

    lines: tuple[SoldLine, ...]
    delivery_minor: int
    tax_minor: int


class NotCancellableError(Exception):
    """More of a line was to be cancelled than has not left yet. `left` says what could be, by line."""

    def __init__(self, left: Mapping[int, int]) -> None:
        super().__init__(f"left to cancel: {dict(left)}")
        self.left = dict(left)


class NothingChosenError(ValueError):
    """Not one unit was named."""


def cancellable(lines: Sequence[LineFacts], parcels: Sequence[ParcelFacts]) -> dict[int, int]:
    """Return how many units of each line have not left: in no parcel, or in one that is still in the house.

    Lines of which nothing is left are not in it.
    """
    gone: dict[int, int] = {}
    for parcel in parcels:
        if parcel.shipped_at:
            for position, quantity in parcel.units.items():
                gone[position] = gone.get(position, 0) + quantity
    left = {line.position: line.quantity - line.cancelled - gone.get(line.position, 0) for line in lines}
    return {position: quantity for position, quantity in left.items() if quantity > 0}


def check_units(units: Mapping[int, int], *, left: Mapping[int, int]) -> dict[int, int]:
    """Return the units without empty lines. Raises `NotCancellableError`, `NothingChosenError`."""
    wanted = {position: quantity for position, quantity in units.items() if quantity != 0}
    if not wanted:
        raise NothingChosenError
    if any(quantity < 0 or quantity > left.get(position, 0) for position, quantity in wanted.items()):
        raise NotCancellableError(left)
    return wanted


def has_begun(*, picking_started_at: datetime | None, parcels: Sequence[ParcelFacts]) -> bool:
    """Tell whether the warehouse has the order in its hands, so that a person must look before it is cancelled."""
    return picking_started_at is not None or bool(parcels)


def parcels_to_open(
    units: Mapping[int, int], *, lines: Sequence[LineFacts], parcels: Sequence[ParcelFacts]
) -> tuple[int, ...]:
    """Return the positions of the packed parcels that must be opened to take the units out, the newest first."""
    missing = dict(units)
    for line in lines:
        boxed = sum(parcel.units.get(line.position, 0) for parcel in parcels)
        loose = max(line.quantity - line.cancelled - boxed, 0)
        missing[line.position] = max(missing.get(line.position, 0) - loose, 0)
    opened = []
    for parcel in sorted(parcels, key=lambda one: one.position, reverse=True):
        inside = {position for position in parcel.units if missing.get(position, 0) > 0}
        if parcel.shipped_at is None and inside:
            opened.append(parcel.position)
            for position in inside:
                missing[position] = max(missing[position] - parcel.units[position], 0)
    return tuple(opened)


def parts_due(sale: Sale, units: Mapping[int, int]) -> tuple[Part, ...]:
    """Return what cancelling the units pays back: the goods, and the delivery with the last unit of the order."""
    amounts = [line.unit_minor * line.quantity for line in sale.lines]
    *line_taxes, delivery_tax = split([*amounts, sale.delivery_minor], total=sale.tax_minor)
    parts = []
    for line, tax in zip(sale.lines, line_taxes, strict=True):
        quantity = units.get(line.position, 0)
        if quantity and line.unit_minor:
            parts.append(
                Part(
                    PartKind.GOODS,
                    amount_minor=line.unit_minor * quantity,
                    tax_minor=_between(tax, line.quantity, first=line.cancelled, count=quantity),
                    line=line.position,
                    quantity=quantity,
                )
            )
    is_everything = all(line.cancelled + units.get(line.position, 0) >= line.quantity for line in sale.lines)
    if is_everything and sale.delivery_minor:
        parts.append(Part(PartKind.DELIVERY, amount_minor=sale.delivery_minor, tax_minor=delivery_tax))
    return tuple(parts)


def split(amounts: Sequence[int], *, total: int) -> list[int]:
    """Split a total in proportion to amounts by the largest remainder (Hare's quota); ties go to the first.

    Each share is within one of its exact one, and they add up to the total. Nothing is split over nothing.
    """
    whole = sum(amounts)
    if whole == 0:
        return [0] * len(amounts)
    shares = [amount * total // whole for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: (-(amounts[place] * total % whole), place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _between(tax: int, quantity: int, *, first: int, count: int) -> int:
    """Return the tax of `count` units from the one after `first`: of all units together it is `tax`."""
    return tax * (first + count) // quantity - tax * first // quantity
