"""`severshop number`: whose tracking numbers they can be."""

import json
from collections.abc import Iterable

from severshop.domain.carriers.numbers import detect


def print_carriers(numbers: Iterable[str]) -> None:
    """Print one JSON line for each number, as it was given, with its carriers, the most certain first."""
    for number in numbers:
        carriers = detect(number)
        print(json.dumps({"number": number, "valid": bool(carriers), "carriers": carriers}))
