"""Makes the customs declaration of a parcel that leaves the union. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from severshop.vocabulary.customs import CustomsDeclaration, CustomsLine
from severshop.vocabulary.money import tax_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Pieces of one kind in a parcel. `unit_minor` is the price of one as it was paid, tax included."""

    description: str
    quantity: int
    unit_minor: int
    weight_grams: int
    hs_code: str
    origin: str


def declare(goods: Iterable[Goods], *, tax_rate_bp: int, currency: str) -> CustomsDeclaration:
    """Return the declaration of what is in a parcel.

    The value is what was paid, less the tax that it contains: customs count the tax of the destination on top.
    """
    return CustomsDeclaration(lines=tuple(_line(one, tax_rate_bp) for one in goods), currency=currency)


def _line(one: Goods, tax_rate_bp: int) -> CustomsLine:
    paid = one.unit_minor * one.quantity
    return CustomsLine(
        description=one.description,
        quantity=one.quantity,
        weight_grams=one.weight_grams * one.quantity,
        value_minor=paid - tax_in(paid, rate_bp=tax_rate_bp),
        hs_code=one.hs_code,
        origin=one.origin,
    )
