"""What the shop asks of a carrier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from severshop.domain.carriers.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A carrier's pure functions: bytes in, values out. No clock, no network, no database.

    `read` understands what the carrier pushes and what it answers when asked, in every format
    that its folder knows; it raises `NotUnderstoodError`. `is_authentic(headers, body, secret)`
    tells, in constant time, whether a push comes from the carrier; header names are lower-case.
    """

    name: str
    page_url: str
    read: Callable[[bytes], Reading]
    is_authentic: Callable[[Mapping[str, str], bytes, str], bool]
    is_valid_number: Callable[[str], bool]
