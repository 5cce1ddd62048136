"""Every carrier that the shop speaks to: one line each. Adding one is a folder and a line here."""

from collections.abc import Mapping
from typing import Final

from severshop.domain.carriers.canadapost import CANADAPOST
from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.dhl import DHL
from severshop.domain.carriers.fedex import FEDEX
from severshop.domain.carriers.generic import GENERIC
from severshop.domain.carriers.numbers import detect, has_formats, is_number_of, name_of
from severshop.domain.carriers.numbers import normalise as normalise_number
from severshop.domain.carriers.royalmail import ROYALMAIL
from severshop.domain.carriers.ups import UPS
from severshop.domain.carriers.usps import USPS

__all__ = ["CARRIERS", "carrier_name", "carrier_url", "is_valid_number", "likely_carriers", "normalise_number"]

CARRIERS: Final[Mapping[str, Carrier]] = {
    "ups": UPS,
    "fedex": FEDEX,
    "usps": USPS,
    "dhl": DHL,
    "canadapost": CANADAPOST,
    "royalmail": ROYALMAIL,
    "generic": GENERIC,
}


def is_valid_number(carrier: str, number: str) -> bool:
    """Tell whether a tracking number has the carrier's form and check digit. False for an unknown carrier."""
    known = CARRIERS.get(carrier)
    if known is None:
        return False
    return is_number_of(carrier, number) if has_formats(carrier) else known.is_valid_number(normalise_number(number))


def likely_carriers(number: str) -> tuple[str, ...]:
    """Return the names of the carriers whose number it can be, the most certain first."""
    carriers = detect(number)
    return tuple(carrier_name(carrier) for carrier in carriers if carrier != "s10" or carriers == ("s10",))


def carrier_name(carrier: str) -> str:
    """Return what the carrier calls itself, or the code when nobody knows it."""
    known = CARRIERS.get(carrier)
    return known.name if known else name_of(carrier)


def carrier_url(carrier: str, number: str) -> str:
    """Return the address of the carrier's own page for a parcel, or an empty string."""
    known = CARRIERS.get(carrier)
    return known.page_url.format(number=number) if known else ""
