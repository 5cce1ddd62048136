"""The ways in which carriers reckon a check digit. Each takes the body and returns the symbol that completes it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

type CheckDigit = Callable[[str, Sequence[int]], str]


def mod10(body: str, weights: Sequence[int]) -> str:
    """Complete the weighted sum to a multiple of ten. A letter counts as UPS counts it: A is 2, B is 3, J is 1."""
    total = sum(_value(symbol) * weight for symbol, weight in zip(body, cycle(weights), strict=False))
    return str(-total % 10)


def mod10_from_right(body: str, weights: Sequence[int]) -> str:
    """Do as `mod10` does, from the last symbol on."""
    return mod10(body[::-1], weights)


def luhn(body: str, _weights: Sequence[int]) -> str:
    """Double every second digit from the right, add up the digits, complete to a multiple of ten."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)  # noqa: PLR2004


def mod7(body: str, _weights: Sequence[int]) -> str:
    """Return the remainder of the whole number by seven."""
    return str(int(body) % 7)


def mod11_10(body: str, weights: Sequence[int]) -> str:
    """Return the weighted sum modulo 11, and of that the last digit."""
    return str(_weighted(body, weights) % 11 % 10)


def mod11_s10(body: str, weights: Sequence[int]) -> str:
    """Do as the Universal Postal Union's standard S10 says: eleven less the remainder; 10 is 0 and 11 is 5."""
    rest = 11 - _weighted(body, weights) % 11
    return str({10: 0, 11: 5}.get(rest, rest))


def mod37_36(body: str, _weights: Sequence[int]) -> str:
    """Do as ISO 7064 MOD 37,36 says; the result may be a letter."""
    running = 36
    for symbol in body:
        running = (running + ALPHABET.index(symbol)) % 36 or 36
        running = running * 2 % 37
    return ALPHABET[(37 - running) % 36]


KINDS: Final[Mapping[str, CheckDigit]] = {
    kind.__name__: kind for kind in (mod10, mod10_from_right, luhn, mod7, mod11_10, mod11_s10, mod37_36)
}


def _weighted(body: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))


def _value(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else (ord(symbol) - 63) % 10
