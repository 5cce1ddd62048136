"""Writes to stock. Rows are always taken in the order of their SKUs, so that two buyers never wait for each other."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from severshop.domain.inventory.models import PutBack, Reservation, Stock


class SoldOutError(Exception):
    """Of `skus` there are fewer units left than wanted. Nothing is reserved once the transaction is undone."""

    def __init__(self, skus: tuple[str, ...]) -> None:
        super().__init__(f"sold out: {', '.join(skus)}")
        self.skus = skus


class BelowReservedError(Exception):
    """The stock of `sku` cannot be set below what is already sold from it."""

    def __init__(self, sku: str, *, reserved: int) -> None:
        super().__init__(f"{reserved} of {sku} are reserved")
        self.sku = sku
        self.reserved = reserved


class NotReservedError(Exception):
    """More units of `sku` were to leave the shelf than are kept for the order, or to be let go."""

    def __init__(self, sku: str, *, order_id: uuid.UUID) -> None:
        super().__init__(f"order {order_id} has fewer units of {sku} reserved than are shipped")
        self.sku = sku
        self.order_id = order_id


def set_stock(sku: str, *, on_hand: int) -> None:
    """Write how many of a SKU lie on the shelf, those spoken for included. Raises `BelowReservedError`."""
    Stock.objects.get_or_create(sku=sku)
    if not Stock.objects.filter(sku=sku, reserved__lte=on_hand).update(on_hand=on_hand):
        raise BelowReservedError(sku, reserved=Stock.objects.get(sku=sku).reserved)


def stock_new(on_hand: Mapping[str, int]) -> None:
    """Put SKUs on the shelf that were never stocked. The count of every other is left alone."""
    rows = (Stock(sku=sku, on_hand=quantity) for sku, quantity in sorted(on_hand.items()))
    Stock.objects.bulk_create(rows, ignore_conflicts=True)


def reserve(order_id: uuid.UUID, quantities: Mapping[str, int], *, now: datetime) -> None:
    """Keep units for an order, all or none. Call it in a transaction: `SoldOutError` must undo it."""
    short = tuple(sku for sku, wanted in sorted(quantities.items()) if not _take(sku, wanted))
    if short:
        raise SoldOutError(short)
    Reservation.objects.bulk_create(
        Reservation(order_id=order_id, sku=sku, quantity=quantity, reserved_at=now)
        for sku, quantity in sorted(quantities.items())
    )


def release(order_id: uuid.UUID, *, now: datetime) -> None:
    """Let go of everything that an order still keeps. Again is harmless."""
    for kept in Reservation.objects.select_for_update().filter(order_id=order_id, released_at=None).order_by("sku"):
        Stock.objects.filter(sku=kept.sku).update(reserved=F("reserved") - kept.still_kept)
        kept.released_at = now
        kept.save(update_fields=["released_at"])


def let_go(order_id: uuid.UUID, units: Mapping[str, int]) -> None:
    """Let go of some units that an order keeps, by SKU; they can be bought again. Raises `NotReservedError`.

    An order that keeps nothing was sold from a stock that is counted elsewhere: nothing happens.
    """
    kept = Reservation.objects.filter(order_id=order_id)
    if not kept.exists():
        return
    for sku, quantity in sorted(units.items()):
        enough = kept.filter(sku=sku, released_at=None, quantity__gte=F("shipped") + F("cancelled") + quantity)
        if not enough.update(cancelled=F("cancelled") + quantity):
            raise NotReservedError(sku, order_id=order_id)
        Stock.objects.filter(sku=sku).update(reserved=F("reserved") - quantity)


def swap(
    order_id: uuid.UUID, *, sku: str, for_sku: str, quantity: int, now: datetime, held_by: uuid.UUID | None = None
) -> None:
    """Keep units of another SKU for an order instead of those that it keeps: both, or neither.

    They were kept for it under another name, `held_by`, which lets go of all that it kept.

    Raises `SoldOutError`, which must undo the transaction, and `NotReservedError`. An order that keeps nothing was
    sold from a stock that is counted elsewhere: nothing happens.
    """
    kept = Reservation.objects.filter(order_id=order_id)
    if not kept.exists():
        return
    # Both rows are taken in the order of their SKUs before either is written: two who swap never wait in a ring.
    list(Stock.objects.select_for_update().filter(sku__in=(sku, for_sku)).order_by("sku"))
    if held_by:
        release(held_by, now=now)
    if not _take(for_sku, quantity):
        raise SoldOutError((for_sku,))
    if not kept.filter(sku=for_sku, released_at=None).update(quantity=F("quantity") + quantity):
        Reservation.objects.create(order_id=order_id, sku=for_sku, quantity=quantity, reserved_at=now)
    let_go(order_id, {sku: quantity})


def ship(units: Mapping[uuid.UUID, Mapping[str, int]], *, now: datetime) -> None:
    """Take units that were kept for orders off the shelf: order -> SKU -> quantity. Raises `NotReservedError`.

    An order that keeps nothing was sold from a stock that is counted elsewhere: nothing happens.
    """
    ours = set(Reservation.objects.filter(order_id__in=units).values_list("order_id", flat=True))
    leaving: Counter[str] = Counter()
    for order_id in sorted(ours):
        for sku, quantity in units[order_id].items():
            _note_shipped(order_id, sku=sku, quantity=quantity, now=now)
            leaving[sku] += quantity
    for sku, quantity in sorted(leaving.items()):
        Stock.objects.filter(sku=sku).update(on_hand=F("on_hand") - quantity, reserved=F("reserved") - quantity)


def put_back(sku: str, *, quantity: int, cause: str, now: datetime) -> bool:
    """Put units that came back on the shelf; False where that was done before. Call it under the order's lock."""
    if PutBack.objects.filter(pk=cause).exists():
        return False
    PutBack.objects.create(cause=cause, sku=sku, quantity=quantity, put_back_at=now)
    Stock.objects.get_or_create(sku=sku)
    Stock.objects.filter(sku=sku).update(on_hand=F("on_hand") + quantity)
    return True


def _note_shipped(order_id: uuid.UUID, *, sku: str, quantity: int, now: datetime) -> None:
    kept = Reservation.objects.filter(order_id=order_id, sku=sku, released_at=None)
    enough = kept.filter(quantity__gte=F("shipped") + F("cancelled") + quantity)
    if not enough.update(shipped=F("shipped") + quantity, shipped_at=now):
        raise NotReservedError(sku, order_id=order_id)


def _take(sku: str, quantity: int) -> bool:
    enough = Stock.objects.filter(sku=sku, on_hand__gte=F("reserved") + quantity)
    return bool(enough.update(reserved=F("reserved") + quantity))
