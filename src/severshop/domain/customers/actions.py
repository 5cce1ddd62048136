"""Writes accounts, and the record of who tries to sign in."""

import base64
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from severshop.domain.customers.models import SignInAttempt, StaffRole, User
from severshop.domain.customers.rules import GUESSING_WINDOW, may_try
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


class TooManyTriesError(Exception):
    """An account, or an address, has been tried too often of late."""

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


def record_try(*, email: str, origin: str, now: datetime) -> int:
    """Count a try to sign in, before the password is looked at; return its id.

    Raises `TooManyTriesError`. The try is written first and counted then, so that however many
    processes are asked at once, no more than the limit get an answer.
    """
    account, place = _digest(email.strip().lower()), _digest(origin)
    attempt = SignInAttempt.objects.create(account=account, origin=place, tried_at=now)
    since = now - GUESSING_WINDOW
    recent = SignInAttempt.objects.filter(tried_at__gt=since)
    if may_try(
        by_account=recent.filter(account=account).count(),
        by_origin=recent.filter(origin=place).count(),
    ):
        return attempt.pk
    # A refused try does not prolong the rest: otherwise whoever hammers could lock an account for ever.
    attempt.delete()
    raise TooManyTriesError(retry_after_seconds=int(GUESSING_WINDOW.total_seconds()))


def forget_tries(attempt_id: int, *, email: str, now: datetime) -> None:
    """After a success: clear what was counted against the account, and what has grown old.

    Tries at other accounts from the same address stay counted, so that a valid account is no
    way to guess on for ever.
    """
    SignInAttempt.objects.filter(account=_digest(email.strip().lower())).delete()
    SignInAttempt.objects.filter(pk=attempt_id).delete()
    SignInAttempt.objects.filter(tried_at__lt=now - GUESSING_WINDOW).delete()


def _digest(value: str) -> str:
    raw = salted_hmac("severshop.sign-in", value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
