"""Orders that end because of a delay: their shopper chose so, or the law asks for a yes that never came."""

from datetime import datetime

import structlog

from severshop.usecases.aftercare.answer_delay import orders_to_cancel
from severshop.usecases.aftercare.cancel_order import NothingChosenError, ask_to_cancel_all
from severshop.vocabulary.cancelling import AskedBy, CancelReason, RequestState

log = structlog.get_logger()


def cancel_late(*, now: datetime, limit: int = 500) -> int:
    """Cancel what is to be cancelled, or ask the staff where the warehouse has begun; return how many were cancelled.

    Each choice is acted on once: one that the staff refused is not asked for again.
    """
    done = 0
    for late in orders_to_cancel(now=now, limit=limit):
        try:
            request = ask_to_cancel_all(
                late.order_id,
                reason=CancelReason.TOO_LATE,
                asked_by=AskedBy.DELAY_CHOICE,
                form=f"delay:{late.order_id}:{late.since.timestamp():.0f}",
                now=now,
            )
        except NothingChosenError:
            continue  # it left between the list and its turn
        except Exception:  # one order must not keep the others waiting
            log.exception("late_order_not_cancelled", order=str(late.order_id))
        else:
            done += request.state is RequestState.GRANTED and request.decided_at == now
    return done
