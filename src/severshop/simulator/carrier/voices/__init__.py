"""How each carrier tells the shop what happens to a parcel."""

from collections.abc import Mapping
from typing import Final

from severshop.simulator.carrier.voices import canadapost, dhl, fedex, generic, royalmail, ups, usps
from severshop.simulator.carrier.voices.voice import Event, Voice

__all__ = ["VOICES", "Event", "Voice"]

VOICES: Final[Mapping[str, Voice]] = {
    "ups": ups.VOICE,
    "fedex": fedex.VOICE,
    "usps": usps.VOICE,
    "dhl": dhl.VOICE,
    "canadapost": canadapost.VOICE,
    "royalmail": royalmail.VOICE,
    "generic": generic.VOICE,
}
