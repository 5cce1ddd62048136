"""Reads whatever FedEx sends or answers, by its shape."""

from severshop.domain.carriers.fedex import answer, older
from severshop.domain.carriers.fields import read_json
from severshop.domain.carriers.reading import Reading
from severshop.domain.carriers.xml import looks_like_xml, read_xml


def read(body: bytes) -> Reading:
    """Return what the message says. Raises `NotUnderstoodError` when it is none of FedEx's."""
    return older.read(read_xml(body)) if looks_like_xml(body) else answer.read(read_json(body))
