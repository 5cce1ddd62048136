"""Who may do what, and when guessing passwords has to stop."""

from collections.abc import Collection
from datetime import timedelta

from severshop.vocabulary.roles import Role

GUESSING_WINDOW = timedelta(minutes=15)
"""How far back failed tries count."""
TRIES_BY_ACCOUNT = 8
"""Failed tries at one account, from wherever, before it must rest."""
TRIES_BY_ORIGIN = 40
"""Failed tries from one address, at whichever account: an office shares one."""


def may_try(*, by_account: int, by_origin: int) -> bool:
    """Tell whether a try to sign in may be answered; the counts include this very try."""
    return by_account <= TRIES_BY_ACCOUNT and by_origin <= TRIES_BY_ORIGIN


def may(held: Collection[Role], *, needed: Collection[Role]) -> bool:
    """Tell whether somebody who holds these roles may do what any of the needed ones may. An owner may all."""
    return Role.OWNER in held or not set(held).isdisjoint(needed)
