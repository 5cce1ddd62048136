"""Who somebody is to the shop, and what it keeps for them."""

import uuid
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol

from severshop.domain.customers.models import SavedAddress, ShoeSize, StaffRole, User
from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.vocabulary.roles import Role


class SomeUser(Protocol):
    """Whoever a request comes from: a stranger too."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def is_staff(self) -> bool: ...


def roles_of(user: SomeUser) -> frozenset[Role]:
    """Return the roles that somebody holds: none for a stranger, a shopper, or staff who have left."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return frozenset()
    if getattr(user, "is_superuser", False):
        return frozenset(Role)
    held = StaffRole.objects.filter(user_id=user.pk).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Who somebody is."""

    email: str
    name: str
    language: str


def details_of(user_id: uuid.UUID) -> Details:
    """Return who somebody is."""
    return Details(**User.objects.values("email", "name", "language").get(pk=user_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAddress:
    """An address of the account, and whether it is the one that the checkout begins with."""

    id: uuid.UUID
    place: HomeAddress
    is_default: bool


def addresses_of(user_id: uuid.UUID) -> tuple[KeptAddress, ...]:
    """Return what the account keeps: the default first, then the newest."""
    rows = SavedAddress.objects.filter(user_id=user_id).order_by("-is_default", "-changed_at", "id")
    return tuple(KeptAddress(id=row.id, place=_place(row), is_default=row.is_default) for row in rows)


def address_of(user_id: uuid.UUID, address_id: uuid.UUID) -> KeptAddress | None:
    """Return one address, if it is this account's."""
    return next((kept for kept in addresses_of(user_id) if kept.id == address_id), None)


def sizes_of(user_id: uuid.UUID) -> tuple[WornSize, ...]:
    """Return the sizes that the account keeps."""
    rows = ShoeSize.objects.filter(user_id=user_id).order_by("wearer")
    return tuple(WornSize(wearer=row.wearer, system=row.system, size=row.size, width=row.width) for row in rows)


def has_user_with(email: str) -> bool:
    """Tell whether somebody signs in with this address."""
    return User.objects.filter(email=email).exists()


def export_of(user_id: uuid.UUID) -> dict[str, Any]:
    """Return all that this room keeps about a person, ready for JSON."""
    user = User.objects.get(pk=user_id)
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "joined_at": user.joined_at.isoformat(),
        "last_sign_in_at": user.last_login.isoformat() if user.last_login else None,
        "addresses": [{**asdict(kept.place), "is_default": kept.is_default} for kept in addresses_of(user_id)],
        "sizes": [asdict(size) for size in sizes_of(user_id)],
    }


def _place(row: SavedAddress) -> HomeAddress:
    return HomeAddress(**{field.name: getattr(row, field.name) for field in fields(HomeAddress)})
