"""Reads of scans."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

from severshop.infra.db.reads import select
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

MILESTONES = {milestone.value: milestone for milestone in Milestone}
REASONS = {reason.value: reason for reason in Reason}

SCANS = (
    "SELECT parcel_id, occurred_at, heard_at, offset_minutes, milestone, reason, code, text, city, region, country"
    " FROM tracking_scan WHERE order_id {among} ORDER BY occurred_at DESC, fingerprint"
)


@dataclass(frozen=True, slots=True)
class HeardScan:
    """A scan, and when the carrier told us of it."""

    scan: Scan
    heard_at: datetime


def scans_by_parcel(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[HeardScan]]:
    """Return the scans of the orders' parcels, each parcel's newest first by when they happened."""
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
    ) in select(SCANS, order_ids, kinds=("uuid", "moment", "moment")):
        scan = Scan(
            occurred_at=occurred_at if offset is None else occurred_at.astimezone(_zone(offset)),
            offset_known=offset is not None,
            milestone=MILESTONES[milestone],
            reason=REASONS[reason],
            place=Place(city, region, country),
            code=code,
            text=text,
        )
        found[parcel_id].append(HeardScan(scan, heard_at))
    return found


@cache
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))
