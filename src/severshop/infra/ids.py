"""Identifiers: time-ordered keys for tables, and names that people can read aloud."""

import os
import secrets
import time
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody misreads a number over the telephone."""


NUMBER_LENGTH = 8


def uuid7() -> uuid.UUID:
    """Return a time-ordered UUID (RFC 9562, version 7), so that new rows lie side by side."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds << 16) | 0x7000 | (random_bits >> 68)
    low = (0b10 << 62) | (random_bits & ((1 << 62) - 1))
    return uuid.UUID(int=(high << 64) | low)


def order_number() -> str:
    """Return a new order number such as `BS-7K3M-94Q3`: seven random symbols and a check symbol."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH - 1))
    symbols = body + check_symbol(body)
    return f"BS-{symbols[:4]}-{symbols[4:]}"


def read_order_number(typed: str) -> str | None:
    """Return the order number that somebody typed, in its proper form, or None if it cannot be one.

    Forgives case, spaces, dashes and the look-alikes O/0, I/1, L/1; a slip in one symbol fails the check.
    """
    symbols = "".join(c for c in typed.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    symbols = symbols.removeprefix("BS")
    if (
        len(symbols) != NUMBER_LENGTH
        or any(c not in ALPHABET for c in symbols)
        or check_symbol(symbols[:-1]) != symbols[-1]
    ):
        return None
    return f"BS-{symbols[:4]}-{symbols[4:]}"


def check_symbol(body: str) -> str:
    """Return the check symbol: a weighted sum with odd weights, so that any single slip shows."""
    weights = (1, 3, 5, 7, 9, 11, 13)
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in zip(weights, body, strict=True))
    return ALPHABET[total % 32]
