"""Delay notices: what shoppers were told, what they were asked, and what they answered.

The caller holds the order's lock wherever something is written.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from severshop.domain.watch.models import DelayNotice
from severshop.vocabulary.watching import Answer, Level, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A delay notice. `answer_by` is there where it asks: wait, or cancel."""

    order_id: uuid.UUID
    promise_version: int
    level: Level
    trouble: Trouble
    owed_at: datetime
    policy: str
    silence_is_consent: bool = True
    answer_by: datetime | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None

    @property
    def asks(self) -> bool:
        """Whether the shopper may choose."""
        return self.answer_by is not None


def keep_notice(notice: Notice) -> bool:
    """Keep that the shopper is told; return whether that is new. One for each revision of the promise."""
    _row, is_new = DelayNotice.objects.get_or_create(
        order_id=notice.order_id,
        promise_version=notice.promise_version,
        defaults={
            "level": notice.level.value,
            "trouble": notice.trouble.value,
            "owed_at": notice.owed_at,
            "policy": notice.policy,
            "offers_choice": notice.asks,
            "silence_is_consent": notice.silence_is_consent,
            "answer_by": notice.answer_by,
        },
    )
    return is_new


def keep_answer(order_id: uuid.UUID, *, version: int, answer: Answer, now: datetime) -> bool:
    """Keep the answer to a notice that asks; return whether it is another than before."""
    rows = DelayNotice.objects.filter(order_id=order_id, promise_version=version, offers_choice=True)
    return bool(rows.exclude(answer=answer.value).update(answer=answer.value, answered_at=now))


def newest_notice(order_id: uuid.UUID) -> Notice | None:
    """Return the notice that counts now."""
    return newest_notices([order_id]).get(order_id)


def newest_notices(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Notice]:
    """Return the notice of each order that counts now, of those that have one."""
    rows = DelayNotice.objects.filter(order_id__in=order_ids).order_by("promise_version")
    return {row.order_id: _notice(row) for row in rows}


def asking_notices(*, limit: int) -> tuple[Notice, ...]:
    """Return notices that may end an order: a shopper chose to cancel, or has to agree and has not; oldest first."""
    rows = DelayNotice.objects.filter(offers_choice=True).exclude(answer=Answer.WAIT.value)
    rows = rows.exclude(answer="", silence_is_consent=True)
    return tuple(_notice(row) for row in rows.order_by("owed_at", "pk")[:limit])


def was_asked_before(order_id: uuid.UUID, *, version: int) -> bool:
    """Tell whether an earlier notice of the order told of a delay before the hand-over."""
    return DelayNotice.objects.filter(order_id=order_id, offers_choice=True, promise_version__lt=version).exists()


def has_cancelled(order_id: uuid.UUID) -> bool:
    """Tell whether the last answer of the order's shopper was to cancel."""
    answered = DelayNotice.objects.filter(order_id=order_id).exclude(answer="").order_by("-answered_at")
    return answered.values_list("answer", flat=True).first() == Answer.CANCEL.value


def _notice(row: DelayNotice) -> Notice:
    return Notice(
        order_id=row.order_id,
        promise_version=row.promise_version,
        level=Level(row.level),
        trouble=Trouble(row.trouble),
        owed_at=row.owed_at,
        policy=row.policy,
        silence_is_consent=row.silence_is_consent,
        answer_by=row.answer_by,
        answer=Answer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
    )
