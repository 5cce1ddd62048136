"""A fuzzer that learns from the branches it reaches: `python -m tests.domain.carriers.fuzzer TARGET CORPUS [flags]`.

TARGET is a carrier or `number`; the flags are libFuzzer's. It ends with an error at the first exception that is
not the adapters' own, and at the first input that takes too long.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import atheris

with atheris.instrument_imports(include=["severshop.domain", "severshop.usecases.tracking", "severshop.vocabulary"]):
    from severshop.domain.carriers.reading import NotUnderstoodError
    from severshop.domain.carriers.registry import (
        CARRIERS,
        carrier_url,
        is_valid_number,
        likely_carriers,
        normalise_number,
    )
    from severshop.domain.tracking.clock_times import settle_time
    from severshop.domain.tracking.duplicates import merge_duplicates
    from severshop.domain.tracking.rules import clarity, fingerprint, offset_minutes
    from severshop.usecases.tracking.parse import parse


BY_FORM = 0.7
TAG = re.compile(r"(<[^<>]*>)")
ODD = (
    None,
    True,
    0,
    -1,
    1.5,
    1e308,
    10**30,
    "",
    " ",
    "0",
    "-1",
    "\x00",
    "\ud800",
    "\u0130",
    "²",
    "٣",
    [],
    {},
    [[]],
    [None],
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "2026-11-24",
    "20261124",
    "25:61",
    "T",
    "+99:99",
    "1" * 70,
)


def read(carrier: str, body: bytes) -> None:
    """What is read must also be fit to be printed, settled, told apart and stored."""
    with suppress(NotUnderstoodError):
        json.dumps(parse(body, carrier=carrier), ensure_ascii=False).encode()
        for news in CARRIERS[carrier].read(body).parcels:
            scans = merge_duplicates([settle_time(scan) for scan in news.scans])
            "".join(fingerprint(scan) + clarity(scan) + str(offset_minutes(scan)) for scan in scans).encode()


def judge(body: bytes) -> None:
    """A number is somebody's the same way however it is written, and fit for an address."""
    number = body.decode("utf-8", "replace")
    written = normalise_number(number)
    assert normalise_number(written) == written
    assert likely_carriers(written) == likely_carriers(number)
    for carrier in CARRIERS:
        if is_valid_number(carrier, number):
            assert is_valid_number(carrier, written)
            carrier_url(carrier, written).encode("ascii")


def mutate(body: bytes, max_size: int, seed: int) -> bytes:
    """Change a message by its form half of the time, so that it stays one; else as libFuzzer does, byte by byte."""
    dice = random.Random(seed)
    changed = b""
    if dice.random() < BY_FORM:
        with suppress(ValueError, RecursionError):
            changed = (_json if body.lstrip()[:1] in {b"{", b"["} else _xml)(body.decode(), dice).encode()
    return changed[:max_size] or atheris.Mutate(body, max_size)


def _json(body: str, dice: random.Random) -> str:
    message = json.loads(body)
    holders = list(_holders(message))
    if not holders:
        return ""
    holder = dice.choice(holders)
    key = dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    match dice.randrange(5):
        case 0:
            holder.pop(key)
        case 1:
            holder[key] = dice.choice(ODD)
        case 2:
            other = dice.choice(holders)
            holder[key] = json.loads(
                json.dumps(dice.choice(list(other.values() if isinstance(other, dict) else other)))
            )
        case 3 if isinstance(holder, list):
            holder.insert(dice.randrange(len(holder) + 1), json.loads(json.dumps(holder[key])))
        case _:
            holder[key] = atheris.Mutate(str(holder[key]).encode(), 80).decode("utf-8", "replace")
    return json.dumps(message, ensure_ascii=dice.random() < 0.5)


def _holders(node: object) -> Iterator[dict | list]:
    if isinstance(node, dict | list) and node:
        yield node
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _holders(inner)


def _xml(body: str, dice: random.Random) -> str:
    parts = TAG.split(body)
    place = dice.randrange(len(parts))
    match dice.randrange(4):
        case 0:
            del parts[place : place + 2 * dice.randrange(1, 5)]
        case 1:
            end = place + 2 * dice.randrange(1, 8)
            parts[place:place] = parts[place:end]
        case 2:
            parts[place] = dice.choice(parts)
        case _:
            texts = range(0, len(parts), 2)
            parts[dice.choice(texts)] = atheris.Mutate(parts[dice.choice(texts)].encode(), 80).decode(
                "utf-8", "replace"
            )
    return "".join(parts)


def main() -> None:
    target = sys.argv.pop(1)
    if target == "number":
        atheris.Setup(sys.argv, judge)
    else:
        atheris.Setup(sys.argv, partial(read, target), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
