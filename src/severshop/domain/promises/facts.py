"""Reads of promises, for many orders at once."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.promises.models import Promise
from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.changing import CHANGED
from severshop.vocabulary.windows import DeliveryWindow

GIVEN = (
    "SELECT order_id, earliest, latest, evidence ->> 'ships_by', version, evidence ->> 'lane', because"
    " FROM promises_promise"
    " WHERE order_id {among} ORDER BY order_id, version"
)


class Promised(NamedTuple):
    """The dates that the shopper was promised when ordering, and those that hold since the last revision.

    Whoever changes an order is promised anew: what is `first` is then what was promised for the change.
    `ships_by`: the day by which the order should leave the warehouse. `lane`: the way that the dates are for, as
    `vocabulary.routes.Route` names it; empty where it was not kept.
    """

    first: DeliveryWindow
    newest: DeliveryWindow
    version: int = 1
    ships_by: date | None = None
    """By the first promise."""
    newest_ships_by: date | None = None
    lane: str = ""


@dataclass(frozen=True, slots=True)
class NewestPromise:
    """The dates that count now, the how manieth they are, and when they were given."""

    window: DeliveryWindow
    version: int
    made_at: datetime


def newest_promise(order_id: uuid.UUID) -> NewestPromise | None:
    """Return the promise that was given last."""
    row = Promise.objects.filter(order_id=order_id).order_by("-version").first()
    return NewestPromise(DeliveryWindow(row.earliest, row.latest), row.version, row.made_at) if row else None


def ships_by_of(order_id: uuid.UUID, *, version: int) -> date | None:
    """Return the day of hand-over that one version of the promise named; None where it named none."""
    evidence = Promise.objects.filter(order_id=order_id, version=version).values_list("evidence", flat=True).first()
    day = (evidence or {}).get("ships_by")
    return date.fromisoformat(day) if day else None


def promised(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Promised]:
    """Return what each order was promised: later dates stand beside the first and never replace them."""
    return ask_promised(order_ids)()


def ask_promised(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, Promised]]:
    """Ask for what `promised` returns; call what is returned for the answer."""
    rows = ask(GIVEN, order_ids, kinds=("uuid", "day", "day", "day"))
    return lambda: _promised(rows())


def _promised(rows: list[Row]) -> dict[uuid.UUID, Promised]:
    found: dict[uuid.UUID, Promised] = {}
    for order_id, earliest, latest, ships_by, version, lane, because in rows:
        window = DeliveryWindow(earliest, latest)
        before = found.get(order_id) if because != CHANGED else None
        found[order_id] = (
            before._replace(newest=window, version=version, newest_ships_by=ships_by)
            if before
            else Promised(window, window, version, ships_by, ships_by, lane or "")
        )
    return found
