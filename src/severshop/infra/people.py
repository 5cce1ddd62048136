"""Rooms say here what they keep about people: how it is taken out, and how it is forgotten.

A room registers itself when it is installed (`AppConfig.ready`), so that a part of the shop that is left out
is not asked. Orders, payments and timelines, of which something stays, are called by name in
`usecases.account.export_data` and `erase_data`.
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
