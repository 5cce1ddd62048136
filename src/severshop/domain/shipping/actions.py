"""Fills the tables of where the shop ships to and how."""

import json
from importlib.resources import files

from django.db import transaction

from severshop.domain.shipping.models import DeliveryOption, Destination

SEED = files("severshop.domain.shipping") / "data" / "shipping.json"


@transaction.atomic
def load_shipping() -> None:
    """Fill both tables with the shop's defaults. A table that has rows is the merchant's own: it is left alone."""
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    if not Destination.objects.exists():
        Destination.objects.bulk_create(
            Destination(position=position, **row) for position, row in enumerate(seed["destinations"])
        )
    if not DeliveryOption.objects.exists():
        DeliveryOption.objects.bulk_create(
            DeliveryOption(
                position=position,
                code=row["code"],
                zone=row["zone"],
                price_minor=row["price_minor"],
                free_from_minor=row["free_from_minor"],
                handling_days_min=row["handling_days"][0],
                handling_days_max=row["handling_days"][1],
                transit_days_min=row["transit_days"][0],
                transit_days_max=row["transit_days"][1],
                carrier=row["carrier"],
            )
            for position, row in enumerate(seed["options"])
        )
