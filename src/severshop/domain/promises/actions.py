"""Writes promises."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from severshop.domain.promises.models import Promise
from severshop.infra.db.bulk import insert
from severshop.vocabulary.windows import DeliveryWindow

COLUMNS = ("order_id", "version", "made_at", "earliest", "latest", "because", "evidence")


class Revised(NamedTuple):
    """Other dates for an order, the `version`-th; `because` says why in a word."""

    order_id: uuid.UUID
    version: int
    window: DeliveryWindow
    because: str
    evidence: dict[str, Any]


def keep_promise(order_id: uuid.UUID, *, window: DeliveryWindow, evidence: dict[str, Any], now: datetime) -> None:
    """Store what the shopper was promised, with what it was based on."""
    Promise.objects.create(
        order_id=order_id, made_at=now, earliest=window.earliest, latest=window.latest, evidence=evidence
    )


def revise(revised: Sequence[Revised], *, now: datetime) -> None:
    """Store other dates beside the promises that were given. Raises `IntegrityError` for a version that is there.

    The caller holds the orders' locks, and knows from under them which version is the newest.
    """
    rows = [
        (one.order_id, one.version, now, one.window.earliest, one.window.latest, one.because, one.evidence)
        for one in revised
    ]
    insert(Promise, COLUMNS, rows)
