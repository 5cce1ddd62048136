"""Tracking numbers as UPS makes them: `1Z`, six symbols of account, two of service, seven of parcel, a check digit."""

ACCOUNT = "5E7E25"
SERVICES = {"standard": "68", "express": "66"}
PARCELS = 10_000_000


def tracking_number(parcel: int, *, service: str) -> str:
    """Return the number of a parcel (0 to 9,999,999)."""
    body = f"{ACCOUNT}{SERVICES[service]}{parcel:07d}"
    return f"1Z{body}{check_digit(body)}"


def check_digit(body: str) -> int:
    """Return the digit that ends a number: the 15 symbols before it, every second one doubled, filled up to a ten.

    A letter counts as the last digit of its place in the alphabet plus one: A is 2, B is 3, I is 0.
    """
    values = [int(symbol) if symbol.isdigit() else (ord(symbol) - ord("A") + 2) % 10 for symbol in body]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return (10 - total % 10) % 10
