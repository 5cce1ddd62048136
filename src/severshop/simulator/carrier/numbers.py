"""Tracking numbers as the carriers make them. Accounts and mailers are made up; forms and check digits are theirs."""

from itertools import cycle

PARCELS = 10_000_000
"""Every number is made out of one that was drawn below this."""
ACCOUNT = "5E7E25"
SERVICES = {"standard": "68", "express": "66"}
MAILER = "940011899"
CANADIAN_CUSTOMER = "20710"
GERMAN_SENDER = "0034043416"
ECOMMERCE_PICKUP = "GM60511"


def ups(drawn: int, *, service: str) -> str:
    """Return `1Z`, six symbols of account, two of service, seven of parcel, a check digit."""
    body = f"{ACCOUNT}{SERVICES[service]}{drawn:07d}"
    return f"1Z{body}{check_digit(body)}"


def check_digit(body: str) -> int:
    """Return the digit that ends a UPS number: the 15 symbols before it, every second one doubled, filled up to a ten.

    A letter counts as the last digit of its place in the alphabet plus one: A is 2, B is 3, I is 0.
    """
    values = [int(symbol) if symbol.isdigit() else (ord(symbol) - ord("A") + 2) % 10 for symbol in body]
    return _to_ten(sum(values[0::2]) + 2 * sum(values[1::2]))


def fedex(drawn: int) -> str:
    """Return 12 digits: weights 3, 1, 7 from the left, the sum modulo 11, of that the last digit."""
    body = f"7846{drawn:07d}"
    return f"{body}{_weighted(body, 3, 1, 7) % 11 % 10}"


def usps(drawn: int) -> str:
    """Return 22 digits (IMpb): weights 3 and 1 from the right, filled up to a ten."""
    body = f"{MAILER}{drawn:012d}"
    return f"{body}{_to_ten(_weighted(body[::-1], 3, 1))}"


def dhl(drawn: int, *, division: str) -> str:
    """Return 20 digits of Parcel Germany (a GS1 container code), 10 of Express, or a number of eCommerce."""
    if division == "express":
        body = f"{drawn:09d}"
        return f"{body}{int(body) % 7}"
    if division == "ecommerce":
        return f"{ECOMMERCE_PICKUP}{drawn:011d}"
    body = f"{GERMAN_SENDER}{drawn:09d}"
    return f"{body}{_to_ten(_weighted(body[::-1], 3, 1))}"


def canadapost(drawn: int) -> str:
    """Return 16 digits: weights 3 and 1 from the left, filled up to a ten."""
    body = f"{CANADIAN_CUSTOMER}{drawn:010d}"
    return f"{body}{_to_ten(_weighted(body, 3, 1))}"


def royalmail(drawn: int) -> str:
    """Return a number after the Universal Postal Union's standard S10, given out in Britain."""
    body = f"{drawn:08d}"
    rest = 11 - _weighted(body, 8, 6, 4, 2, 3, 5, 9, 7) % 11
    return f"RM{body}{ {10: 0, 11: 5}.get(rest, rest) }GB"


def compact(number: str) -> str:
    """Return a number without what people put between its symbols."""
    return number.replace(" ", "").replace("-", "").upper()


def _weighted(body: str, *weights: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(body, cycle(weights), strict=False))


def _to_ten(total: int) -> int:
    return -total % 10
