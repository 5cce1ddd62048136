"""UPS tracking numbers: `1Z`, six symbols of account, two of service, seven of package, one check digit."""

import re

FORM = re.compile(r"1Z[0-9A-Z]{15}[0-9]")


def is_valid_number(number: str) -> bool:
    """Tell whether an upper-case number without spaces has the 1Z form and the right check digit."""
    return FORM.fullmatch(number) is not None and check_digit(number[2:17]) == int(number[17])


def check_digit(body: str) -> int:
    """Return the check digit over the 15 symbols after `1Z`.

    Letters count as (code - 63) mod 10, so A is 2; symbols at even places count twice; the
    digit completes the sum to a multiple of ten.
    """
    total = 0
    for place, symbol in enumerate(body, start=1):
        value = int(symbol) if symbol.isdigit() else (ord(symbol) - 63) % 10
        total += value * 2 if place % 2 == 0 else value
    return -total % 10
