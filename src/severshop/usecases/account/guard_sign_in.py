"""Slows down whoever guesses passwords, however many processes serve."""

from datetime import datetime

from django.db import transaction

from severshop.domain.customers.rules import GUESSING_WINDOW, TRIES_BY_ACCOUNT, TRIES_BY_ORIGIN
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use, forget_uses, give_back

__all__ = ["TooOftenError", "admit", "forgive"]


@transaction.atomic
def admit(*, email: str, origin: str, now: datetime) -> None:
    """Count a try to sign in, before the password is looked at. Raises `TooOftenError`.

    The same for an account that does not exist.
    """
    limits = [
        Limit(_account(email), TRIES_BY_ACCOUNT, GUESSING_WINDOW),
        Limit(_origin(origin), TRIES_BY_ORIGIN, GUESSING_WINDOW),
    ]
    count_use(limits, now=now)


@transaction.atomic
def forgive(*, email: str, origin: str) -> None:
    """After a success: forget the tries at the account, and that this one came from here.

    Tries at other accounts from the same place stay counted, so that a valid account is no way
    to guess on for ever.
    """
    forget_uses(_account(email))
    give_back(_origin(origin))


def _account(email: str) -> str:
    return f"sign-in account {email.strip().lower()}"


def _origin(origin: str) -> str:
    return f"sign-in origin {origin}"
