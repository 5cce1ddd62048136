"""Who may do what, and when guessing passwords has to stop."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from severshop.vocabulary.roles import Role

GUESSING_WINDOW = timedelta(minutes=15)
"""How long tries count, from the first of them."""
TRIES_BY_ACCOUNT = 8
"""Failed tries at one account, from wherever, before it must rest."""
TRIES_BY_ORIGIN = 40
"""Failed tries from one address, at whichever account: an office shares one."""

MOST_ADDRESSES = 20
"""Addresses that one account keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeAddress:
    """An address as somebody keeps it in their account. `country` is ISO 3166-1 alpha-2."""

    name: str
    street: str
    city: str
    country: str
    company: str = ""
    extra: str = ""
    postal_code: str = ""
    region: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WornSize:
    """A size that somebody buys: `wearer`, `system` and `width` are words of `sizes`."""

    wearer: str
    system: str
    size: str
    width: str = ""


def may(held: Collection[Role], *, needed: Collection[Role]) -> bool:
    """Tell whether somebody who holds these roles may do what any of the needed ones may. An owner may all."""
    return Role.OWNER in held or not set(held).isdisjoint(needed)
