"""What a shopper keeps in the account: details, sizes, addresses. Each step locks the account first."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from severshop.domain.customers import actions
from severshop.domain.customers.actions import TooManyAddressesError, UnknownAddressError
from severshop.domain.customers.rules import HomeAddress, WornSize

__all__ = [
    "TooManyAddressesError",
    "UnknownAddressError",
    "add_address",
    "change_address",
    "keep_details",
    "make_default",
    "remove_address",
]


@transaction.atomic
def keep_details(user_id: uuid.UUID, *, name: str, language: str, sizes: Collection[WornSize]) -> None:
    """Keep what somebody is called, how the shop speaks to them, and which sizes they wear."""
    actions.lock_user(user_id)
    actions.write_details(user_id, name=name, language=language)
    actions.write_sizes(user_id, sizes)


@transaction.atomic
def add_address(user_id: uuid.UUID, place: HomeAddress, *, is_default: bool = False, now: datetime) -> uuid.UUID:
    """Keep an address and return its id. Raises `TooManyAddressesError`."""
    actions.lock_user(user_id)
    address_id = actions.add_address(user_id, place, now=now)
    if is_default:
        actions.make_default(user_id, address_id)
    return address_id


@transaction.atomic
def change_address(
    user_id: uuid.UUID, address_id: uuid.UUID, place: HomeAddress, *, is_default: bool = False, now: datetime
) -> None:
    """Write an address anew; orders that went there keep theirs. Raises `UnknownAddressError`."""
    actions.lock_user(user_id)
    actions.change_address(user_id, address_id, place, now=now)
    if is_default:
        actions.make_default(user_id, address_id)


@transaction.atomic
def make_default(user_id: uuid.UUID, address_id: uuid.UUID) -> None:
    """Let the checkout begin with this address. Raises `UnknownAddressError`."""
    actions.lock_user(user_id)
    actions.make_default(user_id, address_id)


@transaction.atomic
def remove_address(user_id: uuid.UUID, address_id: uuid.UUID) -> None:
    """Forget an address; another one becomes the default. Again is harmless."""
    actions.lock_user(user_id)
    actions.remove_address(user_id, address_id)
