"""Lets go of what carriers said in their own words: it may name who took a parcel."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from severshop.domain.tracking import personal

CHUNK = 500


def forget_messages(now: datetime) -> int:
    """Delete messages older than `RAW_MESSAGE_DAYS`, and whom they named; return how much went.

    What happened to the parcels, when and where stays. A replay reads only the messages that are left, and leaves alone
    what the others told.
    """
    before = now - timedelta(days=settings.RAW_MESSAGE_DAYS)
    return (
        _forget_messages(before)
        + _until_done(lambda: personal.forget_words(heard_before=before, limit=CHUNK))
        + _until_done(lambda: personal.forget_takers(said_before=before, limit=CHUNK))
    )


def _forget_messages(before: datetime) -> int:
    total, after = 0, 0
    while True:
        gone, reached = personal.forget_messages(after=after, received_before=before, limit=CHUNK)
        total += gone
        if reached is None:
            return total
        after = reached


def _until_done(forget: Callable[[], int]) -> int:
    total = 0
    while gone := forget():
        total += gone
    return total
