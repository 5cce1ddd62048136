"""Orders of which something went wrong, and claims about them, for tests."""

from collections.abc import Mapping
from datetime import datetime

from severshop.domain.claims.actions import NewClaim, write_claim
from severshop.domain.claims.queries import ClaimRecord, claim
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.payments.models import Payment
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy
from tests.factories import packed_parcel, placed_order


def shipped_order(*, now: datetime, on_hand: int = 9) -> tuple[Order, Parcel]:
    """Two of one shoe and one of another, 129.00 each, 4.90 delivery; paid, kept, and on their way in one parcel."""
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    lines = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    for sku in lines:
        set_stock(sku, on_hand=on_hand)
    reserve(order.id, lines, now=now)
    return order, packed_parcel(order, now=now)


def claimed(
    parcel: Parcel,
    units: Mapping[int, int],
    *,
    now: datetime,
    kind: ClaimKind = ClaimKind.DAMAGED,
    wish: Remedy = Remedy.REFUND,
    form: str = "f",
    words: str = "The box was wet.",
    was_offered: bool = False,
) -> ClaimRecord:
    """An open claim about units of the parcel, by their line's position."""
    lines = dict(OrderLine.objects.filter(order_id=parcel.order_id).values_list("position", "pk"))
    claim_id = write_claim(
        NewClaim(
            order_id=parcel.order_id,
            parcel_id=parcel.pk,
            kind=kind,
            units={lines[position]: quantity for position, quantity in units.items()},
            wish=wish,
            form=form,
            words=words,
            was_offered=was_offered,
            evidence={},
            policy="all 2026-01-01",
            policy_values={},
        ),
        now=now,
    )
    found = claim(claim_id)
    assert found
    return found
