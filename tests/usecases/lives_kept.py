"""What must be true of returns, exchanges and claims, and of what the shelf keeps for them, at any moment."""

import uuid
from collections.abc import Collection

from severshop.domain.claims.queries import claims_of
from severshop.domain.inventory.models import Reservation
from severshop.domain.orders.models import OrderLine, PendingEdit
from severshop.domain.returns.models import Exchange, ReturnLine


def check_cases(order_id: uuid.UUID, *, orders: Collection[uuid.UUID]) -> None:
    """Assert that of no piece more comes back than was bought, and that nothing is kept for what is over.

    `orders` are the order and those that were sent because of it.
    """
    for line in OrderLine.objects.filter(order_id=order_id):
        announced = ReturnLine.objects.filter(line=line, case__cancelled_at=None)
        assert sum(announced.values_list("quantity", flat=True)) <= line.quantity
    for one in Exchange.objects.all():
        assert 0 <= one.sent <= one.line.quantity
        kept = Reservation.objects.filter(order_id=one.line.case_id, sku=one.line.exchange_sku, released_at=None)
        if one.ended_at is None:
            assert sum(row.still_kept for row in kept) >= one.line.quantity - one.sent
    holders = {
        *orders,
        *Exchange.objects.filter(ended_at=None).values_list("line__case_id", flat=True),
        *PendingEdit.objects.filter(state="paying").values_list("id", flat=True),
    }
    for row in Reservation.objects.exclude(order_id__in=holders):
        assert not row.still_kept or row.released_at, "a pair is kept for nothing"
    for claim in claims_of([order_id]):
        assert sum(claim.units.values()) > 0
        assert (claim.end is None) == (claim.ended_at is None)
