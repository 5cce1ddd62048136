"""Reads carriers' XML without DTDs, entities or network."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from severshop.domain.carriers.fields import clean
from severshop.domain.carriers.reading import NotUnderstoodError

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
DECLARED_ENCODING: Final = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
ENCODINGS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
"""What carriers write in. Any other encoding could hide a DTD from the guard."""


def looks_like_xml(body: bytes) -> bool:
    """Tell whether a body is XML rather than JSON, by its first sign."""
    return body.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] == b"<"


def read_xml(body: bytes) -> Element:
    """Return the root element; no name carries a namespace. Raises `NotUnderstoodError`."""
    source = _decoded(body)
    if "<!DOCTYPE" in source or "<!ENTITY" in source:
        raise NotUnderstoodError("the XML brings a document type or entities")
    try:
        root = fromstring(source)  # noqa: S314 - neither DTD nor entity can be in it, see above
    except (ParseError, ValueError) as error:
        raise NotUnderstoodError("the body is not XML") from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _decoded(body: bytes) -> str:
    declared = DECLARED_ENCODING.match(body.removeprefix(BYTE_ORDER_MARK))
    encoding = ENCODINGS.get(declared[1].decode().lower()) if declared else "utf-8"
    if encoding is None:
        raise NotUnderstoodError("the XML is in an encoding that no carrier uses")
    try:
        return body.removeprefix(BYTE_ORDER_MARK).decode(encoding)
    except UnicodeDecodeError as error:
        raise NotUnderstoodError(f"the XML is not {encoding}") from error


def text(element: Element | None, path: str, *, limit: int = 200) -> str:
    """Return the cleaned text at a path such as `Status/Code`, or an empty string."""
    found = "" if element is None else element.findtext(path) or ""
    return found[:limit] if found.isalnum() else clean(found, limit=limit)


def each(element: Element | None, path: str) -> Iterator[Element]:
    """Yield every element at a path; none where the holder is missing."""
    return iter(()) if element is None else element.iterfind(path)
