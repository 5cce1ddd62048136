"""When something happened, by UPS's clocks: the place's own, GMT, and the offset. Each may be missing."""

from datetime import UTC, datetime, timedelta, timezone

from severshop.domain.carriers.fields import Moment, local_moment, read_offset, with_offset
from severshop.domain.carriers.reading import NotUnderstoodError

QUARTER = timedelta(minutes=15)


def moment(*, local: tuple[str, str], gmt: tuple[str, str], offset: str) -> Moment:
    """Return the moment at the place's own offset where the message tells or implies it.

    `local` and `gmt` are a date and a time. GMT without an offset is exact, but the place's clock stays unknown.
    """
    here, there = _stamp(*local), _stamp(*gmt)
    known = read_offset(offset)
    if there is None:
        if here is None:
            raise NotUnderstoodError("the activity has no date and time")
        return with_offset(here, known)
    if known is None and here is not None:
        known = _implied_offset(here, there)
    return (there, False) if known is None else (there.astimezone(timezone(known)), True)


def _stamp(day: str, clock: str) -> datetime | None:
    """Return a date and a time as if UTC. Beside `20261124` and `154017` UPS writes `2026-11-24` and `15.40.17`."""
    if not day:
        return None
    plain = clock if clock.isdigit() else clock.replace(":", "").replace(".", "")
    return local_moment(day if day.isdigit() else day.replace("-", ""), plain)[0].astimezone(UTC)


def _implied_offset(here: datetime, there: datetime) -> timedelta | None:
    """Return the difference if it can be a time zone's: whole quarters of an hour, from -12 to +14."""
    difference = here - there
    is_offset = timedelta(hours=-12) <= difference <= timedelta(hours=14) and not difference % QUARTER
    return difference if is_offset else None
