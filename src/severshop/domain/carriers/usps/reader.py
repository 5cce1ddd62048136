"""Reads whatever USPS sends or answers, by its shape."""

from severshop.domain.carriers.fields import read_json_objects
from severshop.domain.carriers.reading import Reading
from severshop.domain.carriers.usps import answer, older, push
from severshop.domain.carriers.xml import looks_like_xml, read_xml


def read(body: bytes) -> Reading:
    """Return what the message says. Raises `NotUnderstoodError` when it is none of USPS's."""
    if looks_like_xml(body):
        return older.read(read_xml(body))
    return answer.read([record for item in read_json_objects(body) for record in push.opened(item)])
