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


def print_parsed(carrier: str, file: str) -> None:
    """Print the message in `file` as one JSON object, or end with one line that says why not."""
    try:
        body = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        _give_up(f"{file} cannot be read: {error.strerror if isinstance(error, OSError) else error}")
    try:
        said = parse(body, carrier=carrier)
    except UnknownCarrierError as error:
        _give_up(str(error))
    except NotUnderstoodError as error:
        _give_up(f"not a message of {carrier}: {error}")
    except Exception as error:  # noqa: BLE001 - an adapter's own fault is told in one line too
        _give_up(f"the adapter of {carrier} failed on it: {type(error).__name__}")
    print(json.dumps(said, indent=2))


def _give_up(reason: str) -> NoReturn:
    print(f"severshop: {' '.join(reason.split())}", file=sys.stderr)
    sys.exit(NOT_UNDERSTOOD)
