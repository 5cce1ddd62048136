"""parse: reading a message of about 600 bytes into scans, against json.loads of the same bytes, for every carrier."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from xml.etree.ElementTree import Element

from tests.bench.figures import MICROSECONDS, Figure, figure
from tests.bench.messages import CITIES, VOICES, body

KIND = "parse"
MESSAGES = 40
NUMBER = "1Z999BE10000000016"
SHORTEST_ROUND = 5
"""Passes over the messages in a round: one alone is over before the clock has ticked often."""


def parse_figures(*, rounds: int) -> Iterator[Figure]:
    """Measure each carrier; the figure that is judged is the carrier in the middle."""
    each = [_carrier(carrier, rounds=rounds) for carrier in VOICES]
    yield from each
    middle = median(one.ratio for one in each)
    one = min(each, key=lambda one: abs(one.ratio - middle))
    yield figure(KIND, "", values=[one.value], limits=[one.value / middle], unit=MICROSECONDS)


def _carrier(carrier: str, *, rounds: int) -> Figure:
    from severshop.domain.carriers.registry import CARRIERS

    bodies = [
        body(carrier, NUMBER, at=datetime(2026, 11, 20, 8, count, count, tzinfo=UTC), city=city, event=count % 3)
        for count, city in zip(range(MESSAGES), CITIES * MESSAGES, strict=False)
    ]
    texts = [_as_json(each) for each in bodies]
    values, limits = [], []
    for _ in range(rounds + 1):
        values.append(_microseconds(CARRIERS[carrier].read, bodies))
        limits.append(_microseconds(json.loads, texts))
    return figure(f"{KIND}.{carrier}", "", values=values[1:], limits=limits[1:], unit=MICROSECONDS)


def _microseconds(read: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """Return what reading one takes of the processor, which others may use in between."""
    began = time.process_time()
    for _ in range(SHORTEST_ROUND):
        for each in bodies:
            read(each)
    return (time.process_time() - began) / SHORTEST_ROUND / len(bodies) * 1_000_000


def _as_json(message: bytes) -> bytes:
    """Return the message, or where it is XML the same names and texts in JSON of the same length."""
    from severshop.domain.carriers.xml import read_xml

    if not message.startswith(b"<"):
        return message
    told = json.dumps(_tree(read_xml(message))).encode()
    return told + b" " * (len(message) - len(told))


def _tree(element: Element) -> dict[str, object] | str:
    return {child.tag: _tree(child) for child in element} if len(element) else element.text or ""
