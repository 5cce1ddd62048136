"""Reads of promises, for many orders at once."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from severshop.domain.promises.models import Promise
from severshop.infra.db.reads import ask
from severshop.vocabulary.windows import DeliveryWindow

FIRST = (
    "SELECT order_id, earliest, latest, evidence ->> 'ships_by' FROM promises_promise"
    " WHERE version = 1 AND order_id {among}"
)


@dataclass(frozen=True, slots=True)
class Promised:
    """The dates that the shopper was promised, and the day by which the order should leave the warehouse."""

    window: DeliveryWindow
    ships_by: date | None


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


def promised(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Promised]:
    """Return the first promise of each order: later ones stand beside it and never replace it."""
    return ask_promised(order_ids)()


def ask_promised(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, Promised]]:
    """Ask for what `promised` returns; call what is returned for the answer."""
    rows = ask(FIRST, order_ids, kinds=("uuid", "day", "day", "day"))
    return lambda: {
        order_id: Promised(DeliveryWindow(earliest, latest), ships_by)
        for order_id, earliest, latest, ships_by in rows()
    }
