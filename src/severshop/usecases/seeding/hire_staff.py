"""Gives the demo its staff."""

from collections.abc import Mapping

from django.db import transaction

from severshop.domain.customers.actions import make_staff
from severshop.vocabulary.roles import Role


@transaction.atomic
def hire_staff(logins: Mapping[str, str], *, password: str) -> None:
    """Make an account for each login (e-mail -> role), with one password for all of them."""
    for email, role in logins.items():
        make_staff(email, name=f"{role.capitalize()} (demo)", password=password, roles=[Role(role)])
