"""Every carrier that the shop speaks to: one line each. Adding one is a folder and a line here."""

from collections.abc import Mapping
from typing import Final

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.ups import UPS

CARRIERS: Final[Mapping[str, Carrier]] = {
    "ups": UPS,
}


def is_valid_number(carrier: str, number: str) -> bool:
    """Tell whether a tracking number has the carrier's form and check digit. False for an unknown carrier."""
    known = CARRIERS.get(carrier)
    return known is not None and known.is_valid_number(normalise_number(number))


def normalise_number(number: str) -> str:
    """Return a tracking number as it is stored: upper case, without spaces and dashes."""
    return "".join(symbol for symbol in number.upper() if symbol.isalnum())


def carrier_name(carrier: str) -> str:
    """Return what the carrier calls itself, or the code when it is not one of ours."""
    known = CARRIERS.get(carrier)
    return known.name if known else carrier


def carrier_url(carrier: str, number: str) -> str:
    """Return the address of the carrier's own page for a parcel, or an empty string."""
    known = CARRIERS.get(carrier)
    return known.page_url.format(number=number) if known else ""
