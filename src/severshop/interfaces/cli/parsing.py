"""`severshop parse CARRIER FILE`: what one raw message of a carrier says. Needs no settings and no database."""

import json
import sys
from pathlib import Path
from typing import NoReturn

from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.usecases.tracking.parse import UnknownCarrierError, parse

STANDARD_INPUT = "-"
NOT_UNDERSTOOD = 2
"""The exit status when there is nothing to print."""
MOST_MEGABYTES = 32
"""A hook takes a hundredth of it; the longest history of a carrier is far below."""


def print_parsed(carrier: str, file: str) -> None:
    """Print the message in `file` as one JSON object, or end with one line that says why not."""
    most = MOST_MEGABYTES * 1024**2
    try:
        body = _begin_of(file, most + 1)
    except (OSError, ValueError) as error:
        _give_up(f"{file} cannot be read: {error.strerror if isinstance(error, OSError) else error}")
    if len(body) > most:
        _give_up(f"{file} is larger than {MOST_MEGABYTES} MB, and no carrier's message is")
    try:
        said = parse(body, carrier=carrier)
    except UnknownCarrierError as error:
        _give_up(str(error))
    except NotUnderstoodError as error:
        _give_up(f"not a message of {carrier}: {error}")
    except Exception as error:  # noqa: BLE001 - an adapter's own fault is told in one line too
        _give_up(f"the adapter of {carrier} failed on it: {type(error).__name__}")
    print(json.dumps(said, indent=2))


def _begin_of(file: str, length: int) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(length)
    with Path(file).open("rb") as opened:
        return opened.read(length)


def _give_up(reason: str) -> NoReturn:
    print(f"severshop: {' '.join(reason.split())}", file=sys.stderr)
    sys.exit(NOT_UNDERSTOOD)
