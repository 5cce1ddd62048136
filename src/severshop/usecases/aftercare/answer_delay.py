"""A shopper who was told of a delay before the hand-over says what to do: wait, or cancel.

What follows from "cancel" is not done here: the answer is kept and shown at once; `orders_to_cancel` names the order to
whoever cancels and pays back.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from severshop.domain.orders.queries import lock_orders
from severshop.domain.policies.consent import is_to_be_cancelled
from severshop.domain.watch.notices import Notice, asking_notices, keep_answer, newest_notice
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.status.facts import tell
from severshop.usecases.watching.questions import is_open, question_of
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.watching import Answer


class NothingAskedError(LookupError):
    """The order's shopper is not asked anything: never was, the order has left, or it is over."""


class AlreadyCancelledError(ValueError):
    """The shopper said "cancel" before, and somebody may be about to do it: it is not taken back here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCancel:
    """An order that is to be cancelled and paid back. `answer` is None where its shopper would have had to agree."""

    order_id: uuid.UUID
    answer: Answer | None
    since: datetime


@transaction.atomic
def answer_delay(order_id: uuid.UUID, *, answer: Answer, now: datetime) -> bool:
    """Keep what the shopper chose; return whether it is another choice than before.

    Raises `NothingAskedError`, also when the order left between the question and the answer, and
    `AlreadyCancelledError`.
    """
    lock_orders([order_id])
    notice = question_of(order_id, now=now)
    if notice is None:
        raise NothingAskedError(order_id)
    if notice.answer is Answer.CANCEL and answer is not Answer.CANCEL:
        raise AlreadyCancelledError(order_id)
    is_new = keep_answer(order_id, version=notice.promise_version, answer=answer, now=now)
    if is_new:
        refresh_locked([order_id], now=now)
    return is_new


def orders_to_cancel(*, now: datetime, limit: int = 100) -> tuple[ToCancel, ...]:
    """Return orders that have not left and must be cancelled and paid back: their shopper said so, or never agreed.

    The longest waiting come first.
    """
    notices = asking_notices(limit=limit)
    newest = {notice.order_id: notice for notice in notices}
    today = shop_day(now)
    stories = {story.order.id: story for story in tell(list(newest), today=today)}
    return tuple(
        ToCancel(order_id=order_id, answer=notice.answer, since=notice.answered_at or notice.owed_at)
        for order_id, notice in newest.items()
        if order_id in stories and is_open(stories[order_id]) and _must_end(notice, now=now)
    )


def _must_end(notice: Notice, *, now: datetime) -> bool:
    current = newest_notice(notice.order_id)
    if current is None or current.answer_by is None or notice.answer_by is None:
        return False
    if current.promise_version != notice.promise_version and notice.answer is None:
        return False
    return is_to_be_cancelled(
        answer=notice.answer,
        silence_is_consent=notice.silence_is_consent,
        answer_on=shop_day(notice.answer_by),
        today=shop_day(now),
    )
