"""Slows down whoever knows a password and guesses the code, and takes no code of an app twice."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from severshop.infra.throttle.actions import Limit, count_use, forget_uses
from severshop.infra.throttle.actions import TooOftenError as UsedUpError

TRIES = {timedelta(minutes=15): 8, timedelta(days=1): 40}
"""In each span, since the last success."""
CODE_LIVES = timedelta(minutes=2)
"""Longer than any clock's difference that is forgiven: a code that was read over a shoulder is of no use."""


class TooOftenError(Exception):
    """There were too many `tries`, or this `code` was used before."""

    def __init__(self, subject: str, *, until: datetime) -> None:
        super().__init__(subject)
        self.subject = subject
        self.until = until


def admit(user_id: uuid.UUID, *, now: datetime) -> None:
    """Count a try at a code, before it is looked at. Raises `TooOftenError`."""
    _count("tries", [Limit(_tries(user_id, span), most, span) for span, most in TRIES.items()], now=now)


@transaction.atomic
def forgive(user_id: uuid.UUID) -> None:
    """After a success: forget the tries."""
    for span in TRIES:
        forget_uses(_tries(user_id, span))


def use_code(user_id: uuid.UUID, *, code: str, now: datetime) -> None:
    """Note that a right code was used. Raises `TooOftenError` when it was used before."""
    digits = "".join(character for character in code if character.isalnum())
    _count("code", [Limit(f"second step code {user_id} {digits}", 1, CODE_LIVES)], now=now)


@transaction.atomic
def _count(subject: str, limits: list[Limit], *, now: datetime) -> None:
    try:
        count_use(limits, now=now)
    except UsedUpError as error:
        raise TooOftenError(subject, until=error.until) from error


def _tries(user_id: uuid.UUID, span: timedelta) -> str:
    return f"second step {user_id} in {span}"
