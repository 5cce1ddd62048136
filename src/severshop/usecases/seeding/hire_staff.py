"""Gives the demo its staff."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from severshop.domain.customers.actions import make_staff
from severshop.vocabulary.roles import Role


@transaction.atomic
def hire_staff(logins: Mapping[str, str], *, password: str) -> dict[Role, uuid.UUID]:
    """Make an account for each login (e-mail -> role), with one password for all; return who has which role."""
    return {
        Role(role): make_staff(email, name=f"{role.capitalize()} (demo)", password=password, roles=[Role(role)]).pk
        for email, role in logins.items()
    }
