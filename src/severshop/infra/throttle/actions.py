"""Counting, and saying when it is enough."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from severshop.infra.throttle.models import Tally


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many uses of a subject in a span of time, counted from the first."""

    subject: str
    most: int
    span: timedelta


class TooOftenError(Exception):
    """A limit is used up until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"used up until {until:%H:%M:%S}")
        self.until = until


def count_use(limits: Collection[Limit], *, now: datetime) -> None:
    """Count one use of every subject, in the caller's transaction.

    Raises `TooOftenError` when one of the limits is used up; then nothing is counted, so that
    whoever keeps on asking does not put off the end.
    """
    by_key = {_key(limit.subject): limit for limit in limits}
    fresh = [Tally(key=key, window_ends_at=now + by_key[key].span) for key in sorted(by_key)]
    # Made first and locked then: two who come first at the same moment are counted one after the other.
    Tally.objects.bulk_create(fresh, ignore_conflicts=True)
    tallies = list(Tally.objects.select_for_update().filter(key__in=by_key).order_by("key"))
    for tally in tallies:
        if tally.window_ends_at <= now:
            tally.count, tally.window_ends_at = 0, now + by_key[tally.key].span
    used_up = [tally.window_ends_at for tally in tallies if tally.count >= by_key[tally.key].most]
    if used_up:
        raise TooOftenError(max(used_up))
    for tally in tallies:
        tally.count += 1
    Tally.objects.bulk_update(tallies, ["count", "window_ends_at"])


def give_back(subject: str) -> None:
    """Take back one use of a subject: it was none that a limit is there for."""
    Tally.objects.filter(key=_key(subject), count__gt=0).update(count=F("count") - 1)


def forget_uses(subject: str) -> None:
    """Forget every use of a subject."""
    Tally.objects.filter(key=_key(subject)).delete()


def _key(subject: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), b"throttle:" + subject.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
