"""What carriers say of a leg beside its scans: when it should come, how it was delivered, that they do not know it."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from severshop.domain.tracking.models import LegReport
from severshop.infra.db.bulk import insert
from severshop.infra.db.reads import Kind, Row, ask, select
from severshop.vocabulary.milestones import Reason

COLUMNS = (
    "leg_id",
    "order_id",
    "parcel_id",
    "estimate",
    "estimate_as_of",
    "proof_how",
    "proof_name",
    "proof_link",
    "proof_as_of",
    "not_known_at",
)
REPORTS = (
    "SELECT r.parcel_id, r.estimate_as_of, r.estimate, r.proof_as_of, r.not_known_at, r.proof_how, r.proof_name,"
    " r.proof_link FROM tracking_legreport r JOIN tracking_leg l ON l.id = r.leg_id"
    " WHERE l.kind = 'outbound' AND r.order_id {among}"
)
ESTIMATES = (
    "SELECT l.id, r.estimate, l.carrier FROM tracking_leg l LEFT JOIN tracking_legreport r ON r.leg_id = l.id"
    " WHERE l.kind = 'outbound' AND l.id {among}"
)
REASONS = {reason.value: reason for reason in Reason}
KINDS: tuple[Kind, ...] = ("uuid", "moment", "day", "moment", "moment")

NEWER_ESTIMATE = (
    "excluded.estimate_as_of IS NOT NULL AND (kept.estimate_as_of IS NULL OR"
    " excluded.estimate_as_of > kept.estimate_as_of OR"
    " excluded.estimate_as_of = kept.estimate_as_of AND excluded.estimate > kept.estimate)"
)
NEWER_PROOF = (
    "excluded.proof_as_of IS NOT NULL AND (kept.proof_as_of IS NULL OR excluded.proof_as_of > kept.proof_as_of OR"
    " excluded.proof_as_of = kept.proof_as_of AND"
    " excluded.proof_how || excluded.proof_name || excluded.proof_link"
    " > kept.proof_how || kept.proof_name || kept.proof_link)"
)
NEWER_SILENCE = (
    "excluded.not_known_at IS NOT NULL AND (kept.not_known_at IS NULL OR excluded.not_known_at > kept.not_known_at)"
)

PARTS = {
    NEWER_ESTIMATE: ("estimate", "estimate_as_of"),
    NEWER_PROOF: ("proof_how", "proof_name", "proof_link", "proof_as_of"),
    NEWER_SILENCE: ("not_known_at",),
}
NEWER = "ON CONFLICT (leg_id) DO UPDATE SET " + ", ".join(
    f"{column} = CASE WHEN {newer} THEN excluded.{column} ELSE kept.{column} END".replace(
        "kept.",
        f"{LegReport._meta.db_table}.",  # noqa: SLF001 - Django's documented name for it
    )
    for newer, columns in PARTS.items()
    for column in columns
)


class NewReport(NamedTuple):
    """What one message says of a leg. Its estimate and its proof are as of `as_of`."""

    leg_id: uuid.UUID
    order_id: uuid.UUID
    parcel_id: uuid.UUID
    as_of: datetime
    estimate: date | None = None
    proof_how: Reason | None = None
    proof_name: str = ""
    proof_link: str = ""
    not_known: bool = False


class ParcelReport(NamedTuple):
    """The newest of each kind over a parcel's legs. Fit for the public: it names nobody."""

    estimate: date | None = None
    delivered_how: Reason = Reason.NONE
    not_known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How and to whom a parcel was delivered. For staff only."""

    how: Reason
    name: str
    link: str


def store_reports(reports: Sequence[NewReport]) -> None:
    """Keep what is newer than what is kept, part by part; the order in which they come does not matter."""
    by_leg: dict[uuid.UUID, list[NewReport]] = defaultdict(list)
    for report in reports:
        by_leg[report.leg_id].append(report)
    insert(LegReport, COLUMNS, [_row(by_leg[leg_id]) for leg_id in sorted(by_leg)], then=NEWER)


def ask_estimates(leg_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, tuple[str, date | None]]]:
    """Ask by whom each leg on the way to a shopper is carried, and for which day it is estimated by now."""
    rows = ask(ESTIMATES, leg_ids, kinds=("uuid", "day"))
    return lambda: {leg_id: (carrier, estimate) for leg_id, estimate, carrier in rows()}


def forget_reports(leg_ids: Collection[uuid.UUID]) -> None:
    """Drop what was said of legs that never were."""
    LegReport.objects.filter(leg_id__in=leg_ids).delete()


def ask_reports(order_ids: Collection[uuid.UUID]) -> Callable[[], dict[uuid.UUID, ParcelReport]]:
    """Ask what is known of the orders' parcels, where something is; call what is returned for the answer."""
    rows = ask(REPORTS, order_ids, kinds=KINDS)
    return lambda: {parcel_id: _report(own) for parcel_id, own in _by_parcel(rows()).items()}


def proofs(order_id: uuid.UUID) -> dict[uuid.UUID, Proof]:
    """Return how the order's parcels were delivered, with names. For staff only."""
    found = {}
    for parcel_id, rows in _by_parcel(select(REPORTS, [order_id], kinds=KINDS)).items():
        proof = _latest([(row[3], Proof(how=Reason(row[5]), name=row[6], link=row[7])) for row in rows])
        if proof:
            found[parcel_id] = proof
    return found


def _by_parcel(rows: list[Row]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _report(rows: list[Row]) -> ParcelReport:
    if len(rows) == 1:
        _parcel_id, _as_of, estimate, proof_as_of, not_known_at, how, _name, _link = rows[0]
        return ParcelReport(estimate, REASONS[how] if proof_as_of else Reason.NONE, not_known_at)
    return ParcelReport(
        estimate=_latest([(row[1], row[2]) for row in rows]),
        delivered_how=_latest([(row[3], REASONS[row[5]]) for row in rows]) or Reason.NONE,
        not_known_at=max((row[4] for row in rows if row[4]), default=None),
    )


def _row(reports: list[NewReport]) -> Row:
    """Return the newest parts of what several messages say of one leg."""
    one = reports[0]
    estimate = max(((r.as_of, r.estimate) for r in reports if r.estimate), default=(None, None))
    proof = max(
        ((r.as_of, r.proof_how, r.proof_name, r.proof_link) for r in reports if r.proof_how is not None),
        default=(None, Reason.NONE, "", ""),
    )
    not_known_at = max((r.as_of for r in reports if r.not_known), default=None)
    how, name, link = proof[1:]
    return (
        one.leg_id,
        one.order_id,
        one.parcel_id,
        estimate[1],
        estimate[0],
        how,
        name[:120],
        link[:500],
        proof[0],
        not_known_at,
    )


def _latest(dated: list[tuple[datetime | None, Any]]) -> Any:
    found = [(at, value) for at, value in dated if at is not None]
    return max(found, key=lambda pair: pair[0])[1] if found else None
