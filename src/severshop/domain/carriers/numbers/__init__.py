"""Tracking numbers: whose one is, and whether it was typed right."""

from typing import Final

from severshop.domain.carriers.numbers.formats import formats

OURS: Final = ("ups", "fedex", "usps", "dhl", "canadapost", "royalmail")
"""The carriers that the shop ships with: of equally certain guesses theirs come first, in this order."""


def normalise(number: str) -> str:
    """Return a number as it is stored: upper case, without spaces, dashes and other marks."""
    return "".join(symbol for symbol in number.upper() if symbol.isalnum())


def has_formats(carrier: str) -> bool:
    """Tell whether the forms of a carrier's numbers are known at all."""
    return carrier in formats().carriers


def name_of(carrier: str) -> str:
    """Return what a carrier calls itself, or its code when it is not in the table."""
    return formats().names.get(carrier, carrier)


def is_number_of(carrier: str, number: str) -> bool:
    """Tell whether a number has one of the carrier's forms, with the right check digit."""
    return any(proof.carrier == carrier for proof in formats().proofs(normalise(number)))


def detect(number: str) -> tuple[str, ...]:
    """Return the carriers whose number it can be, the most certain first. Empty when it is nobody's.

    More certain is what more was verified of: fixed symbols, check digit, codes found in their tables.
    """
    best: dict[str, int] = {}
    for proof in formats().proofs(normalise(number)):
        best[proof.carrier] = max(proof.certainty, best.get(proof.carrier, proof.certainty))
    return tuple(sorted(best, key=lambda carrier: (-best[carrier], _place(carrier), carrier)))


def _place(carrier: str) -> int:
    return OURS.index(carrier) if carrier in OURS else len(OURS)
