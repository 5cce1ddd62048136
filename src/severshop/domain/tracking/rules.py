"""From scans to the stage of a parcel. Pure: the same scans in any order give the same stage."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from severshop.vocabulary.milestones import PAPER_ONLY, Milestone, Reason
from severshop.vocabulary.places import NOWHERE, Place
from severshop.vocabulary.scans import Scan

PROGRESS = {
    milestone: rank
    for rank, milestone in enumerate(
        (
            Milestone.LABEL_CREATED,
            Milestone.ACCEPTED,
            Milestone.DELAYED,
            Milestone.IN_TRANSIT,
            Milestone.CUSTOMS,
            Milestone.OUT_FOR_DELIVERY,
            Milestone.ACTION_REQUIRED,
            Milestone.ATTEMPT_FAILED,
            Milestone.PICKUP_READY,
            Milestone.DELIVERED,
            Milestone.REFUSED,
            Milestone.RETURNING,
            Milestone.RETURNED,
        )
    )
}
"""Which of two scans of the same moment came later."""

WAY_BACK = frozenset({Milestone.RETURNING, Milestone.RETURNED})
ON_THE_WAY_BACK = {
    Milestone.DELIVERED: Milestone.RETURNED,
    Milestone.ACCEPTED: Milestone.RETURNING,
    Milestone.IN_TRANSIT: Milestone.RETURNING,
    Milestone.CUSTOMS: Milestone.RETURNING,
    Milestone.OUT_FOR_DELIVERY: Milestone.RETURNING,
}
"""What the usual milestones mean once a parcel is on its way back. What is lost or damaged stays so."""

OCCURRED_AT = attrgetter("occurred_at")


class Stage(NamedTuple):
    """Where a parcel is by its scans.

    `first_physical_at` is the carrier's first touch: it counts as the hand-over even when nobody
    clicked. `at`, `place` and `reason` belong to the scan that decided the milestone.
    """

    milestone: Milestone = Milestone.NOT_YET_KNOWN
    reason: Reason = Reason.NONE
    place: Place = NOWHERE
    at: datetime | None = None
    first_physical_at: datetime | None = None
    out_for_delivery_at: datetime | None = None
    delivered_at: datetime | None = None


def stage_of(scans: Iterable[Scan]) -> Stage:
    """Return the stage that a parcel's scans add up to.

    The latest scan by the time it happened decides, except that
    - paper (a label, a void, an unknown code) never displaces a physical scan,
    - "delivered" is only displaced by a way back that began after it,
    - on the way back, moving is "returning" and "delivered" is "returned": it reaches us, not the shopper.
    """
    ordered = _in_order(scans)
    physical = _with_way_back([scan for scan in ordered if scan.milestone not in PAPER_ONLY])
    deciding = _deciding(physical or [scan for scan in ordered if scan.milestone is not Milestone.UNKNOWN])
    if deciding is None:
        return Stage()
    return Stage(
        milestone=deciding.milestone,
        reason=deciding.reason,
        place=deciding.place or _last_place(physical),
        at=deciding.occurred_at,
        first_physical_at=physical[0].occurred_at if physical else None,
        out_for_delivery_at=_first(physical, Milestone.OUT_FOR_DELIVERY),
        delivered_at=_first(physical, Milestone.DELIVERED),
    )


def fingerprint(scan: Scan) -> str:
    """Return what makes a scan the same event told twice: moment, code and place, whatever the letter case.

    What we take it to mean is no part of it: a better mapping changes the scan, and adds none.
    """
    moment = scan.occurred_at.astimezone(UTC).isoformat(timespec="seconds")
    said = scan.code or scan.text
    parts = (moment, said.upper(), scan.place.city.upper(), scan.place.country)
    return base64.urlsafe_b64encode(hashlib.sha256("\0".join(parts).encode()).digest()).rstrip(b"=").decode()


def clarity(scan: Scan) -> str:
    """Return what decides between two tellings of one event: a known meaning, then fuller words. Larger is clearer.

    Its parts are set apart by what sorts before every letter, so that something is more than nothing.
    """
    offset = offset_minutes(scan)
    meaning = "" if scan.milestone is Milestone.UNKNOWN else f"{scan.milestone} {scan.reason}"
    place = scan.place
    return "\t".join((meaning, scan.text, scan.code, place.city, place.region, "" if offset is None else str(offset)))


def offset_minutes(scan: Scan) -> int | None:
    """Return the minutes east of UTC at the place, or None where the carrier did not say."""
    offset = scan.occurred_at.utcoffset()
    return int(offset.total_seconds() // 60) if scan.offset_known and offset is not None else None


def _with_way_back(scans: list[Scan]) -> list[Scan]:
    """Return the scans as they mean it from the first "returning" on."""
    began = next((place for place, scan in enumerate(scans) if scan.milestone is Milestone.RETURNING), None)
    if began is None:
        return scans
    return scans[:began] + [
        scan._replace(milestone=ON_THE_WAY_BACK.get(scan.milestone, scan.milestone)) for scan in scans[began:]
    ]


def _deciding(scans: list[Scan]) -> Scan | None:
    decided: Scan | None = None
    for scan in scans:
        is_settled = decided is not None and decided.milestone is Milestone.DELIVERED
        if not is_settled or scan.milestone in WAY_BACK:
            decided = scan
    return decided


def _in_order(scans: Iterable[Scan]) -> list[Scan]:
    ordered = sorted(scans, key=OCCURRED_AT)
    # What decides between scans of one moment is worked out only where there are such.
    if any(one.occurred_at == following.occurred_at for one, following in pairwise(ordered)):
        ordered.sort(key=_by_time)
    return ordered


def _by_time(scan: Scan) -> tuple[datetime, int, str, str, str, str]:
    """Order by the moment; of one moment, by progress and then by what makes an event another (see `fingerprint`)."""
    place = scan.place
    rank = PROGRESS.get(scan.milestone, 0)
    return scan.occurred_at, rank, scan.milestone, scan.code.upper(), place.city.upper(), place.country


def _first(scans: list[Scan], milestone: Milestone) -> datetime | None:
    return next((scan.occurred_at for scan in scans if scan.milestone is milestone), None)


def _last_place(scans: list[Scan]) -> Place:
    return next((scan.place for scan in reversed(scans) if scan.place), NOWHERE)
