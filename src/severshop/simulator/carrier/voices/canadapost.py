"""Canada Post pushes nothing that is publicly documented: a tracking service speaks for it."""

import re
from typing import Final

from severshop.simulator.carrier import numbers
from severshop.simulator.carrier.voices import generic
from severshop.simulator.carrier.voices.voice import Voice


def _number(drawn: int, _service: str, _whats: frozenset[str]) -> str:
    return numbers.canadapost(drawn)


def _is_number(number: str) -> bool:
    return re.fullmatch(r"[0-9]{16}", number) is not None


VOICE: Final = Voice(
    hook="generic",
    number=_number,
    is_number=_is_number,
    speaks=generic.speaks,
    body=generic.body,
    headers=generic.headers,
)
