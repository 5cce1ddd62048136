"""Slows down whoever guesses passwords, however many processes serve."""

from datetime import datetime

from severshop.domain.customers.actions import TooManyTriesError, forget_tries, record_try

__all__ = ["TooManyTriesError", "admit", "forgive"]


def admit(*, email: str, origin: str, now: datetime) -> int:
    """Let a try to sign in through and count it; return its id. Raises `TooManyTriesError`.

    Not one transaction on purpose: the try must be counted whatever becomes of the rest.
    """
    return record_try(email=email, origin=origin, now=now)


def forgive(attempt_id: int, *, email: str, now: datetime) -> None:
    """Forget the tries at an account whose owner has signed in."""
    forget_tries(attempt_id, email=email, now=now)
