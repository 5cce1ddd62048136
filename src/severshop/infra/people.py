"""Parts of the shop that can be left out say here what they keep about people, so that nobody below forgets them.

A room registers itself when it is installed (`AppConfig.ready`). Rooms that are always there are
called by name: see `usecases.account.rooms`.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


class NotNowError(Exception):
    """Something about this person is under way and must end before anything can be erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose data it is: the account, its addresses in lower case, its orders."""

    user_id: uuid.UUID
    emails: frozenset[str]
    order_ids: Collection[uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """A room that keeps something about people. `erase` may raise `NotNowError`."""

    name: str
    export: Callable[[Person], Any]
    erase: Callable[[Person], None]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Make a room known; again replaces it."""
    _keepers[keeper.name] = keeper


def keepers() -> tuple[Keeper, ...]:
    """Return the rooms that made themselves known."""
    return tuple(_keepers.values())
