"""One parcel's story: its scans, the stage that they add up to, and who carries it."""

from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.fulfilment.facts import PackedParcel
from severshop.domain.orders.rules import ParcelFacts
from severshop.domain.tracking.carrying import Hands
from severshop.domain.tracking.duplicates import are_apart, told_as_one
from severshop.domain.tracking.queries import HeardScan
from severshop.domain.tracking.reports import ParcelReport
from severshop.domain.tracking.rules import Stage, stage_of
from severshop.vocabulary.milestones import Milestone, Reason

NOTHING = ParcelReport()
HOW = frozenset({Reason.HANDED_OVER, Reason.LETTER_BOX, Reason.SAFE_PLACE, Reason.NEIGHBOUR, Reason.PICKUP_POINT})
"""The ways to be delivered that the public may know."""


class ParcelStory(NamedTuple):
    """A parcel with its scans (newest first) and the stage that they add up to."""

    parcel: PackedParcel
    scans: list[HeardScan]
    stage: Stage
    facts: ParcelFacts
    carrier_estimate: date | None = None
    not_known_at: datetime | None = None
    """When the carrier last said that it does not know the number, where it has said nothing else since."""
    hands: Hands | None = None
    """Its carriers, where it has more than one."""


def parcel_story(
    parcel: PackedParcel, scans: list[HeardScan], report: ParcelReport, hands: Hands | None
) -> ParcelStory:
    """Return the story of a parcel from what was heard of it; `scans` are its own, newest first."""
    scans = _each_once(scans)
    stage = _with_proof(stage_of(heard.scan for heard in scans), report)
    facts = ParcelFacts(
        position=parcel.position,
        units=parcel.units,
        packed_at=parcel.packed_at,
        handed_over_at=parcel.handed_over_at,
        milestone=stage.milestone,
        reason=stage.reason,
        first_physical_at=stage.first_physical_at,
        delivered_at=stage.delivered_at,
    )
    return ParcelStory(
        parcel=parcel,
        scans=scans,
        stage=stage,
        facts=facts,
        carrier_estimate=report.estimate,
        not_known_at=report.not_known_at if report.not_known_at and not _is_known(scans) else None,
        hands=hands,
    )


def _is_known(scans: list[HeardScan]) -> bool:
    return any(heard.scan.milestone is not Milestone.NOT_YET_KNOWN for heard in scans)


def _with_proof(stage: Stage, report: ParcelReport) -> Stage:
    """Return the stage with how the parcel was delivered, where only the proof says so."""
    is_open = stage.milestone is Milestone.DELIVERED and stage.reason is Reason.NONE
    return stage._replace(reason=report.delivered_how) if is_open and report.delivered_how in HOW else stage


def _each_once(scans: list[HeardScan]) -> list[HeardScan]:
    """Return the scans, newest first, with each event once: heard of when it was last told."""
    if are_apart([heard.scan.occurred_at for heard in scans]):
        return scans
    events = told_as_one([heard.scan for heard in scans])
    if len(events) == len(scans):
        return scans
    merged = [HeardScan(scan, max(scans[place].heard_at for place in places)) for scan, places in events]
    return sorted(merged, key=lambda heard: heard.scan.occurred_at, reverse=True)
