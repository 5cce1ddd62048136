"""What becomes of a parcel that arrived after it was made good. Nothing is ever charged for it.

One transaction, under the order's lock and in the audit log. What was settled before stays as it is.
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.claims.actions import settle_turn_up as write_down
from severshop.domain.claims.queries import ClaimRecord, claim
from severshop.domain.notifications.claim_mails import ClaimMail, about_a_claim
from severshop.domain.orders.queries import order_cards
from severshop.domain.policies.kinds import values_of
from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.returns.actions import NewReturn, write_return
from severshop.domain.returns.rules import Chosen
from severshop.infra.outbox.actions import put
from severshop.usecases.claiming.amounts import is_made_good, return_of, turn_up_form
from severshop.usecases.claiming.decide_claim import UnknownClaimError
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.claiming import TurnUp
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import AnnouncedBy, ReturnReason

__all__ = ["UnknownClaimError", "is_made_good", "return_of", "settle_turn_up"]

TOLD = {TurnUp.SENT_BACK: ClaimMail.SEND_BACK, TurnUp.KEPT: ClaimMail.KEEP}


@transaction.atomic
def settle_turn_up(claim_id: uuid.UUID, came_to: TurnUp, *, by: uuid.UUID, now: datetime) -> bool:
    """Write what becomes of the parcel; tell whether that is new. The shopper hears of it where they are to act.

    `SENT_BACK` announces a return at the shop's cost: its label follows by itself, and it pays nothing.
    Raises `UnknownClaimError`, `ValueError` for `WAITING`.
    """
    if came_to is TurnUp.WAITING:
        raise ValueError("that settles nothing")
    before = claim(claim_id)
    if before is None:
        raise UnknownClaimError(claim_id)
    lock_known_orders([before.order_id])
    if not write_down(claim_id, came_to):
        return False
    if came_to is TurnUp.SENT_BACK:
        _announce(before, by=by, now=now)
    if kind := TOLD.get(came_to):
        put([about_a_claim(kind, claim_id=claim_id, order_id=before.order_id)], now=now)
    detail = {"came_to": came_to.value}
    note("settle turned-up parcel", by=by, at=now, order_id=before.order_id, about=f"claim {claim_id}", detail=detail)
    refresh_locked([before.order_id], now=now)
    return True


def _announce(found: ClaimRecord, *, by: uuid.UUID, now: datetime) -> None:
    order = order_cards([found.order_id])[found.order_id]
    policy = returns_policy_for(order.country, shop_day(order.placed_at))
    lines = {line.position: line.id for line in order.lines}
    new = NewReturn(
        order_id=found.order_id,
        form=turn_up_form(found.id),
        by=by,
        announced_by=AnnouncedBy.STAFF,
        policy_name=policy.name,
        policy=values_of(policy),
        way_back_paid_by=Payer.SHOP,
        lines={
            lines[position]: Chosen(quantity=quantity, reason=ReturnReason.OTHER)
            for position, quantity in found.units.items()
        },
    )
    write_return(new, now=now)
