"""Reads whatever UPS sends or answers, by its shape."""

from severshop.domain.carriers.fields import read_json
from severshop.domain.carriers.reading import Reading
from severshop.domain.carriers.ups import answer, older, push
from severshop.domain.carriers.xml import looks_like_xml, read_xml


def read(body: bytes) -> Reading:
    """Return what the message says. Raises `NotUnderstoodError` when it is none of UPS's."""
    if looks_like_xml(body):
        return older.read(read_xml(body))
    message = read_json(body)
    is_push = "trackingNumber" in message or "activityStatus" in message
    return push.read(message) if is_push else answer.read(message)
