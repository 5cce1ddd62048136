"""Pays a return back as soon as its carrier has it, where the policy says so: to all, or to those who are trusted.

Nobody has looked at it yet. What the desk finds later never takes money back; it can only add to it.
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from severshop.domain.audit.actions import note
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Chargeback
from severshop.domain.returns.desk import desk_returns, payable_early
from severshop.domain.returns.desk_actions import NewCompletion, write_completion
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.models import Return
from severshop.domain.returns.rules import Standing, pays_at_first_scan
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import ScanRow
from severshop.usecases.aftercare.exchange import follow_exchange_locked
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.returning.complete import pay_locked
from severshop.usecases.returning.found import locked_return, policy_of
from severshop.vocabulary.milestones import PAPER_ONLY
from severshop.vocabulary.statuses import OrderStatus

__all__ = ["pay_at_first_scan", "standing_of"]

AT_ONCE = 100


def pay_at_first_scan(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Pay what is due by now; return for how many returns."""
    touched = ScanRow.objects.filter(parcel=OuterRef("parcel")).exclude(milestone__in=list(PAPER_ONLY))
    waiting = payable_early().filter(Exists(touched)).order_by("-requested_at")
    due = [case for case in desk_returns(list(waiting.values_list("pk", flat=True)[:limit])) if _is_due(case)]
    return sum(_pay(case.id, now=now) for case in due)


def standing_of(order_id: uuid.UUID) -> Standing:
    """Return what the other orders of an order's customer say of them; of a guest, nothing is known."""
    customer = Order.objects.filter(pk=order_id).values_list("customer_id", flat=True).first()
    if customer is None:
        return Standing()
    theirs = Order.objects.filter(customer_id=customer)
    delivered = Snapshot.objects.filter(order_id=OuterRef("pk"), status=OrderStatus.DELIVERED.value)
    returned = Return.objects.filter(order=OuterRef("pk"), cancelled_at=None)
    return Standing(
        kept=theirs.exclude(pk=order_id).filter(Exists(delivered), ~Exists(returned)).count(),
        has_chargebacks=Chargeback.objects.filter(order_id__in=theirs.values("pk")).exists(),
    )


def _is_due(case: DeskReturn) -> bool:
    return pays_at_first_scan(policy_of(case), standing_of(case.order_id))


@transaction.atomic
def _pay(return_id: uuid.UUID, *, now: datetime) -> bool:
    case = locked_return(return_id)
    if case.completions or case.receipts or case.cancelled_at or not _is_due(case):
        return False
    follow_exchange_locked(case.id, by=None, now=now, trusted=True)
    refund = pay_locked(case.id, as_announced=True, by=None, now=now)
    amount = refund.amount_minor if refund else 0
    # Of no inspection: so it is paid early once, and all that the desk finds is news.
    new = NewCompletion(
        case_id=case.id, inspections=0, accepted=0, refused=0, refund_minor=amount, is_last=False, by=None
    )
    write_completion(new, now=now)
    note(
        "pay at first scan",
        by=None,
        at=now,
        order_id=case.order_id,
        about=f"return {case.number}",
        detail={"refund": amount},
    )
    refresh_locked([case.order_id], now=now)
    return True
