"""The lines of an answer that was asked for as a summary: text, day, time and place in one sentence."""

import re
from typing import Final

from severshop.domain.carriers.fields import clean, plain
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.domain.carriers.usps.codes import meaning
from severshop.domain.carriers.usps.dates import spoken_moment
from severshop.domain.carriers.usps.places import where
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

LINE: Final = re.compile(
    r"(?P<text>.{1,120}?), (?P<day>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4})"
    r"(?:, (?P<clock>[0-9]{1,2}:[0-9]{2} ?[ap]m))?(?:, (?P<place>.{1,120}))?",
    re.IGNORECASE,
)
AT_HOME: Final = re.compile(r"(?P<city>.+), (?P<state>[A-Z]{2})(?: (?P<zip>[0-9]{5}(?:-[0-9]{4})?))?")


def read_line(line: str) -> Scan:
    """Return the scan that a line tells. Raises `NotUnderstoodError` where it has no day."""
    sentence = plain(clean(line, limit=400))
    match = LINE.fullmatch(sentence)
    if match is None:
        raise NotUnderstoodError("a summary without a day")
    milestone, reason = meaning(code="", phrase=match["text"])
    occurred_at, offset_known = spoken_moment(match["day"], (match["clock"] or "").lower())
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=_place(match["place"] or ""),
        text=match["text"],
    )


def _place(words: str) -> Place:
    match = AT_HOME.fullmatch(words)
    if match is None:
        return where(city=words, state="", zip_code="", country="")
    return where(city=match["city"], state=match["state"], zip_code=match["zip"] or "", country="")
