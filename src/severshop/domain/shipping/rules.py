"""Zones, what a delivery costs, and which carrier takes a parcel."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Zone(StrEnum):
    """How a country lies to the warehouse."""

    HOME = "home"
    UNION = "union"
    """Another country of the customs union: no customs on the way."""
    OUTSIDE = "outside"


def delivery_price(*, items_minor: int, price_minor: int, free_from_minor: int | None) -> int:
    """Return what a delivery costs, in minor units: nothing from a certain amount on, where there is one."""
    is_free = free_from_minor is not None and items_minor >= free_from_minor
    return 0 if is_free else price_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRule:
    """A line of the carrier table. One of `zone` and `country` is set; an empty `option` is any."""

    id: int
    priority: int
    zone: Zone | None
    country: str
    option: str
    weight_from_grams: int
    weight_to_grams: int | None
    carrier: str

    def fits(self, parcel: "Shipment") -> bool:
        """Tell whether the line speaks of such a parcel."""
        fits_place = parcel.country == self.country if self.country else parcel.zone is self.zone
        is_light_enough = self.weight_to_grams is None or parcel.weight_grams <= self.weight_to_grams
        is_heavy_enough = parcel.weight_grams >= self.weight_from_grams
        return fits_place and self.option in {"", parcel.option} and is_heavy_enough and is_light_enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What a carrier is chosen for."""

    country: str
    zone: Zone
    option: str
    weight_grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a parcel has its carrier, as facts that stay true when the table changes.

    `place` is the zone or country of the line that fitted, `option` empty where it takes any. Whoever chose by hand
    chose against `instead_of`; where that is empty too, no line fitted.
    """

    place: str = ""
    option: str = ""
    weight_from_grams: int = 0
    weight_to_grams: int | None = None
    weight_grams: int = 0
    by_hand: bool = False
    instead_of: str = ""

    def facts(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self | None:
        """Return what `facts` wrote; None where nothing was written."""
        return cls(**facts) if facts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A carrier, the line that chose it, and why."""

    carrier: str
    rule_id: int
    why: Why


class NoCarrierError(LookupError):
    """No line of the table speaks of such a parcel."""

    def __init__(self, parcel: Shipment) -> None:
        super().__init__(f"no carrier for {parcel.weight_grams} g to {parcel.country}, {parcel.option}")
        self.parcel = parcel


def choose_carrier(rules: Iterable[CarrierRule], parcel: Shipment, *, carriers: Collection[str]) -> Choice:
    """Return the carrier of the first line that fits: lowest priority number, then the oldest line.

    A line whose carrier is not among `carriers` is passed over. Raises `NoCarrierError`.
    """
    for rule in sorted(rules, key=lambda rule: (rule.priority, rule.id)):
        if rule.carrier in carriers and rule.fits(parcel):
            return Choice(carrier=rule.carrier, rule_id=rule.id, why=_why(rule, parcel))
    raise NoCarrierError(parcel)


def by_hand(*, instead_of: str, weight_grams: int) -> Why:
    """Return why a parcel has a carrier that a person chose against the table, or without it."""
    return Why(by_hand=True, instead_of=instead_of, weight_grams=weight_grams)


def _why(rule: CarrierRule, parcel: Shipment) -> Why:
    return Why(
        place=rule.country or str(rule.zone),
        option=rule.option,
        weight_from_grams=rule.weight_from_grams,
        weight_to_grams=rule.weight_to_grams,
        weight_grams=parcel.weight_grams,
    )
