"""Parcels that need a hand: one list, the most urgent first, each with the next act. Pages of it, and an order's own.

The whole list is read in one pass of a few queries; what only a page shows is read for its rows.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.queries import OrderCard, order_cards
from severshop.domain.promises.facts import Promised, promised
from severshop.domain.tracking.models import ScanRow
from severshop.domain.watch.claim_offers import Offer, standing_offers
from severshop.domain.watch.hand import Act, Urgency, next_act
from severshop.domain.watch.models import Investigation
from severshop.usecases.reading.hands import Hand, hands

PAGE_SIZE = 50


class ParcelName(NamedTuple):
    """Which parcel of its order it is."""

    id: uuid.UUID
    position: int
    carrier: str
    tracking_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandRow:
    """A line of the list. `heard_at` is the order's last scan; `offer` the choice between refund and replacement."""

    hand: Hand
    order: OrderCard
    parcel: ParcelName | None
    promised: Promised | None
    act: Act
    heard_at: datetime | None
    offer: Offer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPage:
    """A page of the list. The counts are of the whole list, whatever is chosen; `found` is how many are chosen."""

    rows: tuple[HandRow, ...]
    number: int
    has_next: bool
    found: int
    by_urgency: Counter[Urgency]
    by_carrier: Counter[str]


def needs_a_hand(
    *, now: datetime, urgency: Urgency | None = None, carrier: str = "", page: int = 1, size: int = PAGE_SIZE
) -> HandPage:
    """Return a page of the list: of a level, of a carrier, or of all. How many reads it takes does not grow."""
    everything = hands(now=now)
    chosen = [one for one in everything if urgency in {None, one.urgency} and carrier in {"", one.carrier}]
    start = (page - 1) * size
    return HandPage(
        rows=_rows(chosen[start : start + size]),
        number=page,
        has_next=len(chosen) > start + size,
        found=len(chosen),
        by_urgency=Counter(one.urgency for one in everything),
        by_carrier=Counter(one.carrier for one in everything if one.carrier),
    )


def _rows(some: Sequence[Hand]) -> tuple[HandRow, ...]:
    order_ids = list(dict.fromkeys(one.order_id for one in some))
    cards, promises, offers = order_cards(order_ids), promised(order_ids), _offers(order_ids)
    parcels, searched, heard = _parcels(some), _searched_before(some), _heard(order_ids)
    rows = []
    for one in some:
        if one.order_id not in cards:
            continue  # erased since
        parcel = parcels.get(one.parcel_id) if one.parcel_id else None
        rows.append(
            HandRow(
                hand=one,
                order=cards[one.order_id],
                parcel=parcel,
                promised=promises.get(one.order_id),
                act=next_act(one.situation._replace(was_searched=one.parcel_id in searched)),
                heard_at=heard.get(one.order_id),
                offer=offers.get(one.parcel_id) if one.parcel_id else None,
            )
        )
    return tuple(rows)


def _parcels(some: Sequence[Hand]) -> dict[uuid.UUID, ParcelName]:
    rows = Parcel.objects.filter(pk__in=[one.parcel_id for one in some if one.parcel_id])
    return {row[0]: ParcelName(*row) for row in rows.values_list("pk", "position", "carrier", "tracking_number")}


def _searched_before(some: Sequence[Hand]) -> set[uuid.UUID | None]:
    """Return the parcels that an investigation was closed for."""
    rows = Investigation.objects.filter(order_id__in={one.order_id for one in some}, closed_at__isnull=False)
    return set(rows.values_list("parcel_id", flat=True))


def _heard(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    rows = ScanRow.objects.filter(order_id__in=order_ids)
    return dict(rows.values_list("order_id").annotate(Max("occurred_at")))


def _offers(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Offer]:
    return {offer.parcel_id: offer for offer in standing_offers(order_ids)}
