"""All orders of one shopper: found, filtered and sorted in one read; what their cards say in another."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import connection

from severshop.infra.db.fast import Reader
from severshop.infra.db.reads import rows_of, select
from severshop.vocabulary.statuses import OrderStatus

PAGE_SIZE = 50
MOST_WATCHED = 500
"""Of how many orders, the newest, a shopper's page hears live: as many as the statement below says."""
NEWS_FOR = timedelta(days=180)
"""An order placed longer ago no longer stands above the newer ones, whatever happened to it."""
_BASE_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters whose marks Unicode does not take for marks."""

_ORDERS = (
    "SELECT o.id, o.placed_at, o.number, o.total_minor, o.currency, s.version, s.status, s.attention"
    " FROM orders_order o JOIN snapshots_snapshot s ON s.order_id = o.id"
    " WHERE o.customer_id = %s ORDER BY o.placed_at DESC, o.id DESC"
)
_ONE = (
    "SELECT o.id, o.placed_at, o.number, o.total_minor, o.currency, s.version, s.status, s.attention"
    " FROM orders_order o JOIN snapshots_snapshot s ON s.order_id = o.id WHERE o.customer_id = %s AND o.number {among}"
)
_WORDS = (
    "SELECT l.order_id, l.name, l.variant FROM orders_orderline l"
    " JOIN orders_order o ON o.id = l.order_id WHERE o.customer_id = %s"
)
_BODIES = "SELECT order_id, public_json FROM snapshots_snapshot WHERE order_id {among}"
_WATCHED = (
    "SELECT s.token_hash, o.number, s.version FROM orders_order o JOIN snapshots_snapshot s ON s.order_id = o.id"
    " WHERE o.customer_id = %s ORDER BY o.placed_at DESC, o.id DESC LIMIT 500"
)


class Show(StrEnum):
    """What a shopper may narrow the list to."""

    ALL = ""
    ATTENTION = "attention"
    OPEN = "open"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show: words of `text` must all be found in an order's number or in the names of its things."""

    show: Show = Show.ALL
    year: int | None = None
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list. What it says comes from its snapshot, by `version`."""

    id: uuid.UUID
    placed_at: datetime
    number: str
    total_minor: int
    currency: str
    version: int
    status: str
    attention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyOrders:
    """A page of the list, those that need a look first, then the newest."""

    rows: tuple[OrderRow, ...]
    urgent: frozenset[uuid.UUID]
    total: int
    found: int
    page: int
    pages: int
    years: tuple[int, ...]
    counts: Mapping[Show, int]
    tag: str
    """Names the versions of all orders, so that a live page learns whether it missed something."""


def my_orders(customer_id: uuid.UUID, wanted: Wanted, *, zone: ZoneInfo, now: datetime) -> MyOrders:
    """Return what the shopper wants to see of their orders; years are those of `zone`."""
    rows = [OrderRow(*row) for row in rows_of(_ORDERS, [_key(customer_id)], kinds=("uuid", "moment"))]
    urgent = frozenset(row.id for row in rows if _is_urgent(row, now=now))
    years = {row.id: row.placed_at.astimezone(zone).year for row in rows}
    found = [
        row
        for row in rows
        if _is_shown(row, wanted.show, urgent=urgent) and (wanted.year is None or years[row.id] == wanted.year)
    ]
    if wanted.text:
        texts = _texts(customer_id, rows)
        found = [row for row in found if _matches(texts[row.id], wanted.text)]
    found.sort(key=lambda row: row.id not in urgent)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    return MyOrders(
        rows=tuple(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        urgent=urgent,
        total=len(rows),
        found=len(found),
        page=page,
        pages=pages,
        years=tuple(sorted(set(years.values()), reverse=True)),
        counts={show: sum(_is_shown(row, show, urgent=urgent) for row in rows) for show in Show},
        tag=state_tag({row.number: row.version for row in rows[:MOST_WATCHED]}),
    )


def my_order(customer_id: uuid.UUID, number: str) -> OrderRow | None:
    """Return one of the shopper's orders by its number; `None` for what is nobody's or somebody else's."""
    customer = select(_ONE, [number], before=[_key(customer_id)], kinds=("uuid", "moment"))
    return OrderRow(*customer[0]) if customer else None


def bodies(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """Return the public JSON of the orders."""
    return {order_id: bytes(body) for order_id, body in select(_BODIES, order_ids, kinds=("uuid",))}


async def watched_orders(reader: Reader, customer_id: uuid.UUID) -> dict[str, tuple[str, int]]:
    """Return the newest orders of a shopper for the event loop: number and version by the hash of the link."""
    key = customer_id.hex if reader.vendor == "sqlite" else customer_id
    return {token_hash: (number, version) for token_hash, number, version in await reader.rows(_WATCHED, key)}


def state_tag(versions: Mapping[str, int]) -> str:
    """Return a short name of the versions, by number: another one as soon as any of them changes."""
    said = "\n".join(f"{number}:{version}" for number, version in sorted(versions.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _key(customer_id: uuid.UUID) -> object:
    return customer_id.hex if connection.vendor == "sqlite" else customer_id


def _is_urgent(row: OrderRow, *, now: datetime) -> bool:
    return bool(row.attention) and now - row.placed_at < NEWS_FOR


def _is_shown(row: OrderRow, show: Show, *, urgent: frozenset[uuid.UUID]) -> bool:
    match show:
        case Show.ALL:
            return True
        case Show.ATTENTION:
            return row.id in urgent
        case Show.OPEN:
            return row.status not in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}
        case _:
            return row.status == show.value


def _texts(customer_id: uuid.UUID, rows: Iterable[OrderRow]) -> dict[uuid.UUID, str]:
    texts = {row.id: f"{row.number} {row.number.replace('-', '')}" for row in rows}
    for order_id, name, variant in rows_of(_WORDS, [_key(customer_id)], kinds=("uuid",)):
        if order_id in texts:
            texts[order_id] += f" {name} {variant}"
    return {order_id: _plain(text) for order_id, text in texts.items()}


def _matches(text: str, asked: str) -> bool:
    words: Sequence[str] = _plain(asked).split()
    return all(re.search(rf"\b{re.escape(word)}", text) for word in words)


def _plain(text: str) -> str:
    """Return the text without case and marks, so that `more` finds `Møre`, and `möre` does too."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_BASE_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))
