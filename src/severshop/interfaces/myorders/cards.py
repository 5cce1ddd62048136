"""Cards of orders, rendered from their snapshots and kept until the order or the clock changes their words."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup

from severshop.look.status.card import order_card
from severshop.look.status.facts import read_facts
from severshop.usecases.reading.my_orders import OrderRow, bodies

KEPT: Final = 8192
"""Cards. Each takes about 2 kB, so that a full cache takes 16 MB."""
WORDS_LAST: Final = timedelta(minutes=15)
"""Some words change by age alone. Every zone's midnight falls on a quarter of an hour."""


class _Kept(NamedTuple):
    version: int
    good_until: datetime
    html: Markup


class CardCache:
    """The cards that were read last, by order and language. An entry serves one version of its order."""

    def __init__(self, size: int = KEPT) -> None:
        self._cards: OrderedDict[tuple[uuid.UUID, str], _Kept] = OrderedDict()
        self._size = size
        self._lock = threading.Lock()

    def cards(self, rows: Sequence[OrderRow], *, now: datetime) -> dict[uuid.UUID, Markup]:
        """Return the card of each order, in the language in force."""
        language = get_language() or ""
        found = self._known(rows, language=language, now=now)
        missing = {row.id: row for row in rows if row.id not in found}
        for order_id, body in bodies(missing).items():
            found[order_id] = html = _render(missing[order_id], body, now=now)
            self._keep((order_id, language), _Kept(missing[order_id].version, _next_quarter(now), html))
        return found

    def _known(self, rows: Sequence[OrderRow], *, language: str, now: datetime) -> dict[uuid.UUID, Markup]:
        found = {}
        with self._lock:
            for row in rows:
                kept = self._cards.get((row.id, language))
                if kept is not None and kept.version == row.version and now < kept.good_until:
                    self._cards.move_to_end((row.id, language))
                    found[row.id] = kept.html
        return found

    def _keep(self, key: tuple[uuid.UUID, str], kept: _Kept) -> None:
        with self._lock:
            self._cards[key] = kept
            self._cards.move_to_end(key)
            if len(self._cards) > self._size:
                self._cards.popitem(last=False)


def _render(row: OrderRow, body: bytes, *, now: datetime) -> Markup:
    card = order_card(read_facts(body), now=now)
    # What the card was made from may be newer than what the list was read from: its version is its own.
    return Markup(_template().render({"card": card, "row": row}))  # noqa: S704 - escaped by its template


def _next_quarter(now: datetime) -> datetime:
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0) + WORDS_LAST


@cache
def _template() -> Any:
    return engines["jinja2"].get_template("myorders/card.html")
