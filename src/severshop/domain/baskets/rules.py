"""What a checkout holds, what it still lacks, and what exactly was offered. Pure."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from severshop.vocabulary.money import tax_in
from severshop.vocabulary.windows import DeliveryWindow

MOST_OF_ONE = 20
"""Units of one SKU in one order."""
MOST_LINES = 50


class UnfitLinesError(ValueError):
    """Nothing, too much of one thing, or too many things to check out. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach the buyer."""

    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAddress:
    """Where to, as the buyer typed it. `country` is ISO 3166-1 alpha-2."""

    name: str
    street: str
    city: str
    country: str
    company: str = ""
    extra: str = ""
    postal_code: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An article, how many of it, and its price with the tax in it."""

    sku: str
    name: str
    variant: str
    silhouette: str
    tint: str
    quantity: int
    unit_minor: int
    weight_grams: int = 0
    hs_code: str = ""
    origin: str = ""

    @property
    def line_minor(self) -> int:
        return self.quantity * self.unit_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything a buyer agrees to by paying. Amounts in minor units, tax included."""

    lines: tuple[OfferLine, ...]
    contact: Contact
    address: DeliveryAddress
    delivery_option: str
    delivery_minor: int
    tax_rate_bp: int
    window: DeliveryWindow
    evidence: dict[str, Any] = field(default_factory=dict)
    currency: str = "EUR"

    @property
    def items_minor(self) -> int:
        return sum(line.line_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        return self.items_minor + self.delivery_minor

    @property
    def tax_minor(self) -> int:
        return tax_in(self.total_minor, rate_bp=self.tax_rate_bp)

    @property
    def seal(self) -> str:
        """A short text that changes with the offer: the page that shows the offer sends it back."""
        return ".".join(self._seals().values())

    def changes_since(self, seal: str) -> tuple[str, ...]:
        """Return what is no longer as it was in the offer with this seal: prices, dates, address."""
        seen = seal.split(".")
        if len(seen) != len(self._seals()):
            return tuple(self._seals())
        return tuple(part for (part, now), then in zip(self._seals().items(), seen, strict=True) if now != then)

    def _seals(self) -> dict[str, str]:
        prices = [
            [[line.sku, line.quantity, line.unit_minor] for line in self.lines],
            [self.delivery_option, self.delivery_minor, self.tax_rate_bp, self.currency],
        ]
        dates = [self.window.earliest.isoformat(), self.window.latest.isoformat()]
        return {
            "prices": _digest(prices),
            "dates": _digest(dates),
            "address": _digest([asdict(self.contact), asdict(self.address)]),
        }


def check_lines(quantities: Mapping[str, int]) -> None:
    """Raise `UnfitLinesError` unless this can be checked out."""
    if not 0 < len(quantities) <= MOST_LINES:
        raise UnfitLinesError(f"{len(quantities)} articles; between 1 and {MOST_LINES} can be bought at once")
    for sku, quantity in quantities.items():
        if not 0 < quantity <= MOST_OF_ONE:
            raise UnfitLinesError(f"{quantity} of {sku}; between 1 and {MOST_OF_ONE} can be bought at once")


def offer_to_json(offer: Offer) -> dict[str, Any]:
    """Return the offer ready for JSON."""
    document = asdict(offer)
    document["window"] = [offer.window.earliest.isoformat(), offer.window.latest.isoformat()]
    return document


def offer_from_json(document: Mapping[str, Any]) -> Offer:
    """Return the offer that `offer_to_json` wrote."""
    earliest, latest = (date.fromisoformat(day) for day in document["window"])
    return Offer(
        lines=tuple(OfferLine(**line) for line in document["lines"]),
        contact=Contact(**document["contact"]),
        address=DeliveryAddress(**document["address"]),
        window=DeliveryWindow(earliest, latest),
        **{name: document[name] for name in _PLAIN},
    )


_PLAIN = ("delivery_option", "delivery_minor", "tax_rate_bp", "evidence", "currency")


def _digest(value: Any) -> str:
    raw = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()[:12]).decode()
