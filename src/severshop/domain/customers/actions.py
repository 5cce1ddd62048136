"""Writes accounts. Who keeps things for a shopper locks the account first."""

import uuid
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from severshop.domain.customers.models import SavedAddress, ShoeSize, StaffRole, User
from severshop.domain.customers.rules import MOST_ADDRESSES, HomeAddress, WornSize
from severshop.vocabulary.roles import Role


@transaction.atomic
def make_staff(email: str, *, name: str, password: str, roles: Collection[Role]) -> User:
    """Give somebody an account with exactly these roles. One who has an account already keeps it and gets the rest."""
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, name=name, is_staff=True)
    else:
        user.name, user.is_staff, user.is_active = name, True, True
        if not user.check_password(password):
            user.set_password(password)
        user.save()
    StaffRole.objects.filter(user=user).exclude(role__in=roles).delete()
    StaffRole.objects.bulk_create((StaffRole(user=user, role=role) for role in set(roles)), ignore_conflicts=True)
    return user


def make_shopper(email: str, *, name: str, password: str) -> tuple[User, bool]:
    """Give somebody an account to buy with, or return the one they have, and whether it is new."""
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    return (known, False) if known else (User.objects.create_user(address, password, name=name), True)


class TooManyAddressesError(Exception):
    """An account keeps so many addresses and no more."""


class UnknownAddressError(LookupError):
    """The account has no such address."""


def lock_user(user_id: uuid.UUID) -> User:
    """Return the account, and let nobody else at it until the transaction ends."""
    return User.objects.select_for_update().get(pk=user_id)


def write_details(user_id: uuid.UUID, *, name: str, language: str) -> None:
    """Write what somebody is called and how the shop speaks to them."""
    User.objects.filter(pk=user_id).update(name=name, language=language)


def write_language(user_id: uuid.UUID, language: str) -> None:
    """Write how the shop speaks to somebody, in their pages and their letters."""
    User.objects.filter(pk=user_id).update(language=language)


def write_sizes(user_id: uuid.UUID, sizes: Collection[WornSize]) -> None:
    """Write exactly these sizes, one a wearer."""
    ShoeSize.objects.filter(user_id=user_id).delete()
    ShoeSize.objects.bulk_create(ShoeSize(user_id=user_id, **asdict(size)) for size in sizes)


def add_address(user_id: uuid.UUID, place: HomeAddress, *, now: datetime) -> uuid.UUID:
    """Keep an address; the first one is the default, and the same one again is no second. Return its id."""
    held = list(SavedAddress.objects.filter(user_id=user_id))
    for row in held:
        if all(getattr(row, name) == value for name, value in asdict(place).items()):
            return row.id
    if len(held) >= MOST_ADDRESSES:
        raise TooManyAddressesError
    return SavedAddress.objects.create(user_id=user_id, is_default=not held, changed_at=now, **asdict(place)).id


def change_address(user_id: uuid.UUID, address_id: uuid.UUID, place: HomeAddress, *, now: datetime) -> None:
    """Write an address anew. Raises `UnknownAddressError`."""
    if not _one(user_id, address_id).update(**asdict(place), changed_at=now):
        raise UnknownAddressError


def make_default(user_id: uuid.UUID, address_id: uuid.UUID) -> None:
    """Let the checkout begin with this address. Raises `UnknownAddressError`."""
    if not _one(user_id, address_id).exists():
        raise UnknownAddressError
    SavedAddress.objects.filter(user_id=user_id, is_default=True).update(is_default=False)
    _one(user_id, address_id).update(is_default=True)


def remove_address(user_id: uuid.UUID, address_id: uuid.UUID) -> None:
    """Forget an address; if it was the default, the newest of the others is. Again is harmless."""
    _one(user_id, address_id).delete()
    left = SavedAddress.objects.filter(user_id=user_id)
    if not left.filter(is_default=True).exists() and (newest := left.order_by("-changed_at", "id").first()):
        make_default(user_id, newest.id)


def _one(user_id: uuid.UUID, address_id: uuid.UUID) -> QuerySet[SavedAddress]:
    return SavedAddress.objects.filter(user_id=user_id, pk=address_id)
