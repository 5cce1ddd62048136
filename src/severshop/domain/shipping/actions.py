"""Fills the tables of where the shop ships to and how."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from importlib.resources import files

from django.db import transaction

from severshop.domain.shipping.models import CarrierRule, DeliveryOption, Destination

SEED = files("severshop.domain.shipping") / "data" / "shipping.json"


class UnknownRuleError(LookupError):
    """There is no such line in the carrier table (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCarrierRule:
    """A line of the carrier table, for a zone or for a country. See `rules.CarrierRule`."""

    priority: int
    carrier: str
    zone: str = ""
    country: str = ""
    option: str = ""
    weight_from_grams: int = 0
    weight_to_grams: int | None = None


@transaction.atomic
def load_shipping(*, carriers: Collection[str] = ("ups",)) -> None:
    """Fill the tables with the shop's defaults. A table that has rows is the merchant's own: it is left alone.

    Of the carrier table come in only those lines whose carrier is among `carriers`.
    """
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
    if not CarrierRule.objects.exists():
        CarrierRule.objects.bulk_create(
            CarrierRule(**row) for row in seed["carrier_rules"] if row["carrier"] in carriers
        )


def add_rule(new: NewCarrierRule) -> int:
    """Write a new line of the carrier table; return its id."""
    return CarrierRule.objects.create(**asdict(new)).pk


def change_rule(rule_id: int, new: NewCarrierRule) -> None:
    """Write a line anew. Raises `UnknownRuleError`."""
    if not CarrierRule.objects.filter(pk=rule_id).update(**asdict(new)):
        raise UnknownRuleError(rule_id)


def remove_rule(rule_id: int) -> None:
    """Take a line out. Raises `UnknownRuleError`."""
    removed, _by_table = CarrierRule.objects.filter(pk=rule_id).delete()
    if not removed:
        raise UnknownRuleError(rule_id)
