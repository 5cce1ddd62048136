"""What a voice is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

type Headers = Callable[[bytes, str, int], Mapping[str, str]]
"""Makes a message's headers from its body, the secret shared with the shop, and the second of its sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to a parcel: `what` is a milestone or `milestone/reason`, `moment` is local to the place."""

    what: str
    moment: datetime
    city: str
    country: str
    postal_code: str
    expected_on: date

    @property
    def milestone(self) -> str:
        return self.what.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A carrier's own words for all of it.

    `body(number, events)` makes the message about the last of the events that have been told so far;
    `speaks(number, what)` tells whether the carrier has words for something about that number.
    `number(drawn, service, whats)` makes the number of a new parcel out of a drawn one: where a carrier's
    services have words of their own, of a service that has words for all that will happen.
    """

    hook: str
    number: Callable[[int, str, frozenset[str]], str]
    is_number: Callable[[str], bool]
    speaks: Callable[[str, str], bool]
    body: Callable[[str, tuple[Event, ...]], bytes]
    headers: Headers
