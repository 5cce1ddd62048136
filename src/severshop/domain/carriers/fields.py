"""What every adapter reads: JSON that may hold anything, texts, dates, places, numbers.

Tolerant where a field is an extra (a wrong type is as good as missing), strict where a message is
nothing without it (`NotUnderstoodError` says which field).
"""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.places import Place

type Json = dict[str, Any]
type Moment = tuple[datetime, bool]
"""When, and whether the place's own offset is known (see `Scan.offset_known`)."""

OLDEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""No carrier has a parcel outside these: such a moment is a fault, not news. Samples of older formats are from 2009."""
WIDEST_OFFSET: Final = timedelta(hours=14)
OFFSET: Final = re.compile(r"([+-])([0-9]{1,2})[:.]?([0-9]{2})")
GENITIVE: Final = re.compile(r"(['’])S\b")
TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,100}>")


def read_json(body: bytes | str) -> Json:
    """Return the JSON object of a body. Raises `NotUnderstoodError` for anything else."""
    value = _loaded(body)
    if not isinstance(value, dict):
        raise NotUnderstoodError("the body is not a JSON object")
    return value


def read_json_objects(body: bytes | str) -> list[Json]:
    """Return the JSON objects of a body that is a list of them, or one alone. Raises `NotUnderstoodError`."""
    value = _loaded(body)
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, dict) for item in items):
        raise NotUnderstoodError("the body is neither a JSON object nor a list of them")
    return items


def _loaded(body: bytes | str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError("the body is not JSON") from error


def at(value: Any, *path: str) -> Any:
    """Return what lies at a path of names, or None as soon as one is missing."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def obj(value: Any, *path: str) -> Json:
    """Return the object at a path, empty where there is none."""
    found = at(value, *path) if path else value
    return found if isinstance(found, dict) else {}


def objects(value: Any, *path: str) -> list[Json]:
    """Return the objects of the list at a path. One object alone counts as a list of one."""
    found = at(value, *path)
    if isinstance(found, dict):
        return [found]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(value: Any, *path: str, limit: int = 200) -> str:
    """Return the cleaned text (or whole number) at a path; empty where there is none."""
    # The hottest function of every adapter: `at` stands here in line.
    for name in path:
        if not isinstance(value, dict):
            return ""
        value = value.get(name)
    if isinstance(value, str):
        # Most are codes and numbers, with nothing in them to be cleaned.
        return value[:limit] if value.isalnum() else clean(value, limit=limit)
    return str(value)[:limit] if isinstance(value, int) and not isinstance(value, bool) else ""


def clean(value: str, *, limit: int = 200) -> str:
    """Return one line that can be stored and shown: no control signs, no halves of signs, no needless spaces."""
    if not value.isprintable():
        value = "".join(sign if sign.isprintable() else " " for sign in value)
    return (" ".join(value.split()) if "  " in value else value.strip())[:limit]


def plain(value: str) -> str:
    """Return text without HTML: entities as their signs, tags left out."""
    return clean(TAG.sub("", html.unescape(value))) if "&" in value or "<" in value else value


def number(value: str) -> str:
    """Return a tracking number as it is stored. Raises `NotUnderstoodError` where it can't be one."""
    compact = value if value.isalnum() else value.replace(" ", "").replace("-", "")
    if not (compact.isalnum() and compact.isascii()) or len(compact) > 64:  # noqa: PLR2004 - the column's width
        raise NotUnderstoodError("the tracking number is missing or has signs that no number has")
    return compact.upper()


def moment(stamp: str) -> Moment:
    """Return when an ISO 8601 stamp is, with or without an offset. Raises `NotUnderstoodError`."""
    try:
        value = datetime.fromisoformat(stamp)
    except ValueError as error:
        raise NotUnderstoodError(f"{stamp[:40] or 'nothing'} is not a date and time") from error
    offset = value.utcoffset()
    if offset is None:
        return believable(value.replace(tzinfo=UTC)), False
    if abs(offset) > WIDEST_OFFSET:
        raise NotUnderstoodError(f"{stamp[:40]} is in no time zone")
    return believable(value), True


def local_moment(day: str, clock: str, *, offset: str = "") -> Moment:
    """Return when `YYYYMMDD` and `HHMMSS` are, at an offset such as `-04:00` or `-04.00`.

    Also takes `YYYY-MM-DD`, `HH:MM[:SS]`, `HHMM`, and `HMMSS`, which some write before ten o'clock.
    """
    padded = f"0{clock}" if len(clock) == 5 and clock.isdigit() else clock or "000000"  # noqa: PLR2004 - HMMSS
    local, _known = moment(f"{day}T{padded}")
    return with_offset(local, read_offset(offset))


def with_offset(local: datetime, offset: timedelta | None) -> Moment:
    """Return a local clock time (given as if UTC) at an offset; as it is where the offset is not known."""
    return (local, False) if offset is None else (local.replace(tzinfo=timezone(offset)), True)


def read_offset(value: str) -> timedelta | None:
    """Return the offset that `-04:00`, `-4:00`, `-0400`, `-04.00` or `Z` names, or None."""
    if value == "Z":
        return timedelta(0)
    match = OFFSET.fullmatch(value)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return (-size if match[1] == "-" else size) if size <= WIDEST_OFFSET else None


def believable(value: datetime) -> datetime:
    """Return an aware moment, or raise `NotUnderstoodError` when no parcel can have been scanned then."""
    if not OLDEST <= value < LATEST:
        raise NotUnderstoodError(f"the activity is dated {value.year:04}-{value.month:02}-{value.day:02}")
    return value


def day(stamp: str) -> date | None:
    """Return the day that `YYYY-MM-DD...` or `YYYYMMDD` names; None where it names none that can be meant."""
    try:
        value = date.fromisoformat(stamp[:10] if "-" in stamp else stamp[:8])
    except ValueError:
        return None
    return value if OLDEST.year <= value.year < LATEST.year else None


@lru_cache(maxsize=4096)
def place(*, city: str = "", region: str = "", country: str = "") -> Place:
    """Return a place as people write it: no shouting, and a country only as its two letters."""
    return Place(readable(city)[:120], region[:60], country_code(country))


def readable(city: str) -> str:
    """Return a city that a carrier writes in capitals as people write it."""
    return GENITIVE.sub(r"\1s", city.title()) if city.isupper() else city


def country_code(value: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in capitals, or an empty string."""
    return value.upper() if len(value) == 2 and value.isascii() and value.isalpha() else ""  # noqa: PLR2004 - alpha-2
