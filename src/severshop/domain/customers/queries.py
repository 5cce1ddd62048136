"""Who somebody is to the shop."""

from typing import Any, Protocol

from severshop.domain.customers.models import StaffRole
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
