"""Numbers that no parcel of ours carries yet. A message about one waits; a parcel that begins to carry it asks for it.

The two must not miss each other. On SQLite they cannot: one transaction writes at a time. On PostgreSQL
neither would see the other's uncommitted rows, and so whoever begins holds the number until the
commit, and who puts messages aside holds it together with others that do.
"""

from collections.abc import Collection
from typing import Final

from django.db import connection

LOCKS: Final = 0x7061726B
"""Keeps these locks apart from those that others take."""


def hold_to_carry(number: str) -> None:
    """Wait until nobody puts messages about the number aside; until the commit nobody will."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, number])


def hold_to_put_aside(numbers: Collection[str]) -> set[str]:
    """Return those numbers that nobody is about to carry; until the commit nobody will. Never waits.

    Only legs that are read after this are sure to be all that there are.
    """
    if connection.vendor != "postgresql" or not numbers:
        return set(numbers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM unnest(%s::text[]) AS number"
            " WHERE pg_try_advisory_xact_lock_shared(%s, hashtext(number))",
            [sorted(numbers), LOCKS],
        )
        return {number for (number,) in cursor.fetchall()}
