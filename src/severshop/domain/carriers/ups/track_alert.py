"""Reads a Track Alert message: one parcel, one activity. Format: UPS Track Alert API v2, `TrackingEvent`."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from severshop.domain.carriers.reading import NotUnderstoodError, ParcelNews, Reading, UnmappedCode
from severshop.domain.carriers.ups import codes
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

OLDEST = datetime(2015, 1, 1, tzinfo=UTC)
"""UPS keeps no parcel this long: an older moment is a fault, not news."""
OFFSET = re.compile(r"([+-])(\d{2})[:.]?(\d{2})")


def read(body: bytes) -> Reading:
    """Return what the message says. Raises `NotUnderstoodError` when it is no Track Alert message."""
    message = _object(_json(body), "message")
    number = _text(message, "trackingNumber").upper()
    if not number.isalnum():
        raise NotUnderstoodError("trackingNumber is missing or has symbols that no number has")
    status = _object(message.get("activityStatus"), "activityStatus")
    kind, code, text = _text(status, "type"), _text(status, "code"), _text(status, "description")
    if not kind and not code:
        raise NotUnderstoodError("activityStatus has neither type nor code")
    milestone, reason = codes.meaning(kind=kind, code=code, description_code=_text(status, "descriptionCode"))
    occurred_at, offset_known = _moment(message)
    scan = Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=_place(message.get("activityLocation")),
        code=code or kind,
        text=text,
    )
    unmapped = (UnmappedCode(code or kind, text),) if milestone is Milestone.UNKNOWN else ()
    return Reading((ParcelNews(number, (scan,), unmapped),))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError("the body is not JSON") from error


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotUnderstoodError(f"{name} is not an object")
    return value


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise NotUnderstoodError(f"{name} is not text")
    # NUL is the one character that PostgreSQL cannot store.
    return str(value).replace("\x00", "").strip()[:200]


def _moment(message: dict[str, Any]) -> tuple[datetime, bool]:
    """Return when it happened, at the place's own offset where the message tells or implies it."""
    local = _stamp(_text(message, "localActivityDate"), _text(message, "localActivityTime"))
    gmt = _stamp(_text(message, "gmtActivityDate"), _text(message, "gmtActivityTime"))
    offset = _offset(_text(message, "gmtOffset"))
    if offset is None and local and gmt:
        offset = _implied_offset(local, gmt)
    if gmt is not None:
        moment = gmt.replace(tzinfo=UTC)
    elif local is not None:
        moment = local.replace(tzinfo=UTC) - (offset or timedelta(0))
    else:
        raise NotUnderstoodError("the message has no date and time of the activity")
    if moment < OLDEST:
        raise NotUnderstoodError(f"the activity is dated {moment:%Y-%m-%d}")
    return (moment, False) if offset is None else (moment.astimezone(timezone(offset)), True)


def _implied_offset(local: datetime, gmt: datetime) -> timedelta | None:
    """Return the difference if it can be a time zone's: whole quarters of an hour, from -12 to +14."""
    difference = local - gmt
    is_offset = timedelta(hours=-12) <= difference <= timedelta(hours=14) and not difference % timedelta(minutes=15)
    return difference if is_offset else None


def _offset(text: str) -> timedelta | None:
    match = OFFSET.fullmatch(text)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return (-size if match[1] == "-" else size) if size <= timedelta(hours=14) else None


def _stamp(day: str, clock: str) -> datetime | None:
    try:
        return datetime.strptime(f"{day}{clock or '000000'}", "%Y%m%d%H%M%S") if day else None  # noqa: DTZ007 - zone follows
    except ValueError as error:
        raise NotUnderstoodError(f"{day} {clock} is not a date and time") from error


def _place(value: Any) -> Place:
    if not isinstance(value, dict):
        return Place()
    city = _text(value, "city")
    # UPS writes some cities in capitals; people do not.
    readable = city.title() if city.isupper() else city
    return Place(
        city=readable[:120], region=_text(value, "stateProvince")[:60], country=_country(_text(value, "country"))
    )


def _country(text: str) -> str:
    return text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else ""
