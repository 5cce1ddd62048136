"""What became of pieces that were withdrawn from while the warehouse had them in its hands."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.orders.cancellations import request_by_id
from severshop.domain.withdrawals.actions import add_step
from severshop.domain.withdrawals.queries import WithdrawalRecord, being_cancelled
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.cancelling import RequestState
from severshop.vocabulary.withdrawing import Step

AT_ONCE = 200


def follow_withdrawals(*, now: datetime) -> int:
    """Write down what was taken out in time, and what left and is to come back; return for how many."""
    return sum(_follow(record, now=now) for record in being_cancelled(AT_ONCE))


@transaction.atomic
def _follow(record: WithdrawalRecord, *, now: datetime) -> bool:
    asked = next(taken for taken in record.steps if taken.step is Step.CANCEL_ASKED)
    request = request_by_id(uuid.UUID(asked.detail["request"]))
    if request is None or request.state is RequestState.OPEN:
        return False
    lock_known_orders([request.order_id])
    wanted = record.units_in(Step.CANCEL_ASKED)
    left = {line: count - request.cancelled.get(line, 0) for line, count in wanted.items()}
    gone = {str(line): count for line, count in left.items() if count > 0}
    if gone:
        add_step(record.id, Step.SEND_BACK_INSTEAD, now=now, detail={"units": gone})
    if request.cancelled:
        units = {str(line): count for line, count in request.cancelled.items()}
        add_step(record.id, Step.CANCELLED, now=now, detail={"units": units, "request": str(request.id)})
    refresh_locked([request.order_id], now=now)
    return True
