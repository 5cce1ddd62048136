"""What the shop asks of a carrier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from severshop.domain.carriers.reading import ParcelNews


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A carrier's pure functions: bytes in, values out. No clock, no network, no database.

    `read_push` raises `NotUnderstoodError`. `is_authentic` compares in constant time the secret
    that both sides share with what the request's headers (lower-case names) carry.
    """

    name: str
    page_url: str
    read_push: Callable[[bytes], tuple[ParcelNews, ...]]
    is_authentic: Callable[[Mapping[str, str], str], bool]
    is_valid_number: Callable[[str], bool]
