"""What the page reads that asks a shopper to wait or to cancel."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from severshop.domain.policies.queries import delay_policy_for
from severshop.domain.watch.notices import newest_notice
from severshop.look.delays import reason
from severshop.usecases.status.facts import tell
from severshop.usecases.watching.questions import question_of
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.watching import Answer
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayQuestion:
    """A question that was asked. `is_open`: an answer still changes something. Days are the warehouse's."""

    is_open: bool
    reason: str
    promised: DeliveryWindow | None
    window: DeliveryWindow | None
    ships_by: date | None
    answer_by: date
    is_past: bool
    """The last day for an answer is over."""
    silence_is_consent: bool
    refund_days: int
    answer: Answer | None
    answered_at: datetime | None


def delay_question(order_id: uuid.UUID, *, now: datetime) -> DelayQuestion | None:
    """Return the newest question that the order's shopper was asked, open or not; None if there never was one."""
    notice = newest_notice(order_id)
    if notice is None or notice.answer_by is None:
        return None
    today = shop_day(now)
    (story,) = tell([order_id], today=today)
    promise, answer_by = story.promised, shop_day(notice.answer_by)
    return DelayQuestion(
        is_open=question_of(order_id, now=now) is not None,
        reason=reason(notice.trouble, carrier=""),
        promised=promise.first if promise else None,
        window=promise.newest if promise else None,
        ships_by=promise.newest_ships_by if promise else None,
        answer_by=answer_by,
        is_past=today > answer_by,
        silence_is_consent=notice.silence_is_consent,
        refund_days=delay_policy_for(story.order.country, shop_day(story.order.placed_at)).refund_days,
        answer=notice.answer,
        answered_at=notice.answered_at,
    )
