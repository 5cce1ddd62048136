"""What can still be bought."""

from collections.abc import Collection

from django.db.models import F

from severshop.domain.inventory.models import Stock


def available(skus: Collection[str]) -> dict[str, int]:
    """Return how many units of each SKU can be bought now; 0 for one that is not stocked."""
    free = Stock.objects.filter(sku__in=skus).annotate(free=F("on_hand") - F("reserved"))
    return dict.fromkeys(skus, 0) | dict(free.values_list("sku", "free"))
