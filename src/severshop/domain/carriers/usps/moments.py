"""When something happened. USPS gives the place's clock, an offset, and GMT, which is sometimes a day off."""

from datetime import UTC, datetime, timedelta, timezone

from severshop.domain.carriers.fields import Json, Moment, moment, read_offset, text, with_offset
from severshop.domain.carriers.reading import NotUnderstoodError


def event_moment(event: Json) -> Moment:
    """Return the moment from the place's clock and the offset. Raises `NotUnderstoodError`.

    `GMTTimestamp` is not used for it: recorded answers have it on the wrong day late in the evening.
    """
    at, known = moment(text(event, "eventTimestamp") or _joined(event))
    offset = read_offset(text(event, "GMTOffset"))
    if offset is None or at.utcoffset():
        return at, known
    if not known or _is_local_called_utc(at, offset, text(event, "GMTTimestamp")):
        return with_offset(at.astimezone(UTC), offset)
    return at.astimezone(timezone(offset)), True


def _joined(event: Json) -> str:
    clock = text(event, "eventTime")
    return f"{text(event, 'eventDate')}T{clock}" if clock else text(event, "eventDate")


def _is_local_called_utc(at: datetime, offset: timedelta, gmt: str) -> bool:
    """Tell whether a stamp that ends in Z is the place's clock all the same, by GMT beside it."""
    try:
        there, _known = moment(gmt)
    except NotUnderstoodError:
        return False
    return abs(at - offset - there) < abs(at - there)
