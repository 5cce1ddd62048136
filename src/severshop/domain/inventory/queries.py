"""What can still be bought, and whose stock is counted here."""

import uuid
from collections.abc import Collection

from django.db.models import F

from severshop.domain.inventory.models import PutBack, Reservation, Stock


def available(skus: Collection[str]) -> dict[str, int]:
    """Return how many units of each SKU can be bought now; 0 for one that is not stocked."""
    free = Stock.objects.filter(sku__in=skus).annotate(free=F("on_hand") - F("reserved"))
    return dict.fromkeys(skus, 0) | dict(free.values_list("sku", "free"))


def was_put_back(cause: str) -> bool:
    """Tell whether what came back under this cause lies on the shelf again, or has since been sold."""
    return PutBack.objects.filter(pk=cause).exists()


def is_counted_here(order_id: uuid.UUID) -> bool:
    """Tell whether an order was sold from this stock. One that never kept anything of it was sold elsewhere."""
    return Reservation.objects.filter(order_id=order_id).exists()
