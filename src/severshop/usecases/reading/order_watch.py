"""What the watch has found of an order and what was done about it, for the staff."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from severshop.domain.watch.claim_offers import Offer, standing_offers
from severshop.domain.watch.investigations import (
    InvestigationRecord,
    investigation,
    investigations_of,
    open_investigation_of,
)
from severshop.domain.watch.models import DelayNotice, Flag
from severshop.vocabulary.watching import Answer, Level, Trouble

__all__ = (
    "FlagRow",
    "InvestigationPage",
    "NoticeRow",
    "OrderWatch",
    "investigation_page",
    "open_investigation_of",
    "order_watch",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """A flag, open or cleared; `parcel` is its position, None for what has not left the house."""

    parcel_id: uuid.UUID | None
    parcel: int | None
    level: Level
    trouble: Trouble
    raised_at: datetime
    cleared_at: datetime | None
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """That the shopper was told of a delay, asked or not, and what they answered."""

    owed_at: datetime
    policy: str
    silence_is_consent: bool
    answer_by: datetime | None
    answer: Answer | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWatch:
    """All of it, the newest first."""

    flags: tuple[FlagRow, ...]
    notices: tuple[NoticeRow, ...]
    investigations: tuple[InvestigationRecord, ...]
    offers: tuple[Offer, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is wrong, or asked for, now."""
        return any(not flag.cleared_at for flag in self.flags) or any(not one.closed_at for one in self.investigations)

    @property
    def is_empty(self) -> bool:
        return not (self.flags or self.notices or self.investigations or self.offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationPage:
    """An investigation; of its order the number alone."""

    record: InvestigationRecord
    number: str
    parcel: int


def order_watch(order_id: uuid.UUID) -> OrderWatch:
    """Return what was found and done."""
    return OrderWatch(
        flags=_flags(order_id),
        notices=_notices(order_id),
        investigations=investigations_of([order_id]),
        offers=standing_offers([order_id]),
    )


def investigation_page(investigation_id: uuid.UUID) -> InvestigationPage | None:
    """Return an investigation, or None."""
    found = investigation(investigation_id)
    if found is None:
        return None
    return InvestigationPage(
        record=found, number=str(found.dossier.get("order", "")), parcel=int(found.dossier.get("parcel") or 1)
    )


def _flags(order_id: uuid.UUID) -> tuple[FlagRow, ...]:
    rows = Flag.objects.filter(order_id=order_id).order_by("-raised_at", "-pk")
    return tuple(
        FlagRow(
            parcel_id=parcel_id,
            parcel=position,
            level=Level(level),
            trouble=Trouble(trouble),
            raised_at=raised_at,
            cleared_at=cleared_at,
            evidence=evidence,
        )
        for parcel_id, position, level, trouble, raised_at, cleared_at, evidence in rows.values_list(
            "parcel_id", "parcel__position", "level", "trouble", "raised_at", "cleared_at", "evidence"
        )
    )


def _notices(order_id: uuid.UUID) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(
            owed_at=row.owed_at,
            policy=row.policy,
            silence_is_consent=row.silence_is_consent,
            answer_by=row.answer_by,
            answer=Answer(row.answer) if row.answer else None,
            answered_at=row.answered_at,
        )
        for row in DelayNotice.objects.filter(order_id=order_id).order_by("-promise_version")
    )
