"""Numbers of a carrier of which nothing is known: there is nothing to verify but that one can be a number."""

import re
from typing import Final

FORM: Final = re.compile(r"[A-Z0-9]{4,64}")


def is_valid_number(number: str) -> bool:
    """Tell whether an upper-case text without spaces can be a tracking number at all."""
    return FORM.fullmatch(number) is not None
