"""Writes accounts."""

from collections.abc import Collection

from django.db import transaction

from severshop.domain.customers.models import StaffRole, User
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
