"""Slows down whoever asks for codes, or types them, at one address after another."""

from datetime import datetime, timedelta

from django.db import transaction

from severshop.infra.throttle.actions import Limit, TooOftenError, count_use

__all__ = ["TooOftenError", "count_try"]

SPAN = timedelta(minutes=15)
TRIES = 40
"""From one place on the network, at each page: an office shares one."""


@transaction.atomic
def count_try(page: str, *, origin: str, now: datetime) -> None:
    """Count a form that was sent to a page for strangers. Raises `TooOftenError`."""
    count_use([Limit(f"account {page} origin {origin}", TRIES, SPAN)], now=now)
