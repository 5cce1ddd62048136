"""Reads of scans and legs."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from severshop.domain.tracking.models import Leg, LegKind
from severshop.infra.db.reads import Row, ask
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

MILESTONES = {milestone.value: milestone for milestone in Milestone}
REASONS = {reason.value: reason for reason in Reason}

SCANS = (
    "SELECT parcel_id, occurred_at, heard_at, offset_minutes, milestone, reason, code, text, city, region, country"
    " FROM tracking_scan WHERE order_id {among} ORDER BY occurred_at DESC, fingerprint"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRecord:
    """A number that a parcel travels or travelled under. `ending` says why no more."""

    id: uuid.UUID
    parcel_id: uuid.UUID
    carrier: str
    number: str
    is_return: bool
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    ending: str


class HeardScan(NamedTuple):
    """A scan, and when the carrier told us of it."""

    scan: Scan
    heard_at: datetime


def ask_scans(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, list[HeardScan]]]:
    """Ask for the scans of the orders' parcels, each parcel's newest first; call what is returned for the answer."""
    rows = ask(SCANS, order_ids, kinds=("uuid", "moment", "moment"))
    return lambda: _by_parcel(rows())


def _by_parcel(rows: list[Row]) -> dict[uuid.UUID, list[HeardScan]]:
    found: dict[uuid.UUID, list[HeardScan]] = defaultdict(list)
    for (
        parcel_id,
        occurred_at,
        heard_at,
        offset,
        milestone,
        reason,
        code,
        text,
        city,
        region,
        country,
    ) in rows:
        scan = Scan(
            occurred_at if offset is None else occurred_at.astimezone(_zone(offset)),
            MILESTONES[milestone],
            REASONS[reason],
            _place(city, region, country),
            code,
            text,
            offset is not None,
        )
        found[parcel_id].append(HeardScan(scan, heard_at))
    return found


def legs_of_parcel(parcel_id: uuid.UUID) -> tuple[LegRecord, ...]:
    """Return the parcel's legs, the first first."""
    return _legs(Leg.objects.filter(parcel_id=parcel_id))


def legs_of_order(order_id: uuid.UUID) -> dict[uuid.UUID, list[LegRecord]]:
    """Return the legs of each of the order's parcels, the first first."""
    found: dict[uuid.UUID, list[LegRecord]] = defaultdict(list)
    for leg in _legs(Leg.objects.filter(order_id=order_id)):
        found[leg.parcel_id].append(leg)
    return found


def _legs(rows: QuerySet[Leg]) -> tuple[LegRecord, ...]:
    return tuple(
        LegRecord(
            id=row.id,
            parcel_id=row.parcel_id,
            carrier=row.carrier,
            number=row.number,
            is_return=row.kind == LegKind.RETURN,
            opened_at=row.opened_at,
            opened_by=row.opened_by.name if row.opened_by else "",
            closed_at=row.closed_at,
            ending=row.ending,
        )
        for row in rows.select_related("opened_by").order_by("opened_at", "id")
    )


_place = lru_cache(maxsize=4096)(Place)


@cache
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))
