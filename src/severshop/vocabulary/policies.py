"""What a shop can hold itself to, as types. Their figures stand in the tables of `domain/policies`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Final

INSPECTED_WITHIN_DAYS: Final = 3
"""Calendar days; what a returns policy starts with."""


class Payer(StrEnum):
    """Who pays for a way back."""

    SHOP = "shop"
    SHOPPER = "shopper"


class Condition(StrEnum):
    """What a return must fulfil. The sentence for each is in `look/help/policies.py`."""

    TRIED_AS_IN_A_SHOP = "tried_as_in_a_shop"
    COMPLETE = "complete"


class Claim(StrEnum):
    """What a source stands for."""

    WITHDRAWAL = "withdrawal"
    LAST_DAY = "last_day"
    REFUND = "refund"
    SEND_BACK = "send_back"
    LATE = "late"
    LOST = "lost"
    DEFECT = "defect"


class RefundWhen(StrEnum):
    """When the money for a return goes back."""

    FIRST_SCAN = "first_scan"
    INSPECTED = "inspected"


class Remedy(StrEnum):
    """What a claim can lead to, at the shopper's choice."""

    REFUND = "refund"
    REPLACEMENT = "replacement"


class DelayClaim(StrEnum):
    """What a source of a delay policy stands for."""

    CHOICE = "choice"
    """To wait or to cancel, asked for before the promised day of hand-over passes."""
    END = "end"
    """To end the contract when an additional time has passed."""
    LOST = "lost"
    """What is lost on the way is the shop's to make good."""
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Source:
    """A law and its article."""

    law: str
    article: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsPolicy:
    """What holds for returns of orders placed from `valid_from` on. All days are calendar days."""

    region: str = ""
    """A country (ISO 3166-1), "EU", or empty for wherever nothing else is said."""
    valid_from: date
    withdrawal_days: int
    """To change one's mind, from the day after the last piece of the order arrived."""
    send_back_days: int
    """To send it back, once said."""
    refund_days: int
    """To pay back, once said; the shop may wait until the goods are back or shown to be on their way."""
    way_back_paid_by: Mapping[str, Payer]
    """By how the country lies to the warehouse (`shipping.rules.Zone`)."""
    refunds_standard_delivery: bool
    """The price of the standard delivery comes back with a whole order; what a faster one cost more does not."""
    defect_years: int
    latest_delivery_days: int
    """By law, where no other time was agreed."""
    conditions: tuple[Condition, ...]
    return_days: int = 0
    """To send back what was kept longer than the law gives time for, from the arrival on; no less than that time."""
    final_sale: frozenset[str] = frozenset()
    """Kinds of articles (`sneaker`, `care` ...) that come back only where the law or a defect asks for it."""
    refund_when: RefundWhen = RefundWhen.INSPECTED
    inspected_within_days: int = INSPECTED_WITHIN_DAYS
    """From the arrival on, within which what came late is looked at: what the shop holds itself to."""
    trusted_after_orders: int = 0
    """From so many orders that were delivered and kept on, the money goes back at the first scan; 0: never."""
    sources: Mapping[Claim, Source] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what cases name it by, such as `eu 2026-01-01`."""
        return f"{self.region.lower() or 'all'} {self.valid_from}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPolicy:
    """A question is answered within so many working days of the warehouse, by an hour of its clock."""

    working_days: int
    by: time
    same_day_until: time
    """What is asked later on a working day counts from the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """`known_within_hours`: from the label on. `quiet_days`: as long as a parcel on the road may go without a scan."""

    known_within_hours: int | None = None
    quiet_days: int | None = None
    sender_asks: bool = False
    """Only the sender can have a parcel looked for."""
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPolicy:
    """What holds for orders to a region from `valid_from` on, judged by the day on which they were placed.

    Days are working days of the warehouse where nothing else is said. Tables by zone go by how the country lies to
    the warehouse (`shipping.rules.Zone`).
    """

    region: str
    """A country (ISO 3166-1), "EU", or empty for wherever nothing else is said."""
    valid_from: date
    silence_days: Mapping[str, int]
    """By zone: without a scan for so long, a parcel may be presumed lost; at once its carrier is asked for it."""
    first_scan_days: int
    """From the hand-over on, within which the first scan should come."""
    customs_days: int
    """At customs without news, within which nobody worries."""
    claim_days: int
    """From the day on which a parcel was presumed lost: then its shopper may choose refund or replacement."""
    asks_to_wait: bool
    """Before the hand-over a delay is a question: wait, or cancel for a full refund."""
    silence_consents_days: int = 0
    """Calendar days. To a first delay of so many silence is a yes, never to a longer, unknown or further one."""
    additional_days: int | None = None
    """After the promised days, when the shopper may end the contract; None where the law knows no such time."""
    refund_days: int
    sources: Mapping[DelayClaim, Source] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what notices name it by, such as `us 2026-01-01`."""
        return f"{self.region.lower() or 'all'} {self.valid_from}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPolicy:
    """What holds for claims about orders placed from `valid_from` on. All days are calendar days."""

    region: str = ""
    """A country (ISO 3166-1), "EU", or empty for wherever nothing else is said."""
    valid_from: date
    late_after_days: int
    """After the last promised day: then a late parcel may be claimed, though it is still on its way."""
    not_received_after_days: int
    """After the scan "delivered": before, it may still be with a neighbour."""
    not_received_within_days: int
    damaged_within_days: int
    """After the arrival: to say that it came damaged, wrong or incomplete without being asked to prove more."""
    remedies: tuple[Remedy, ...] = (Remedy.REFUND, Remedy.REPLACEMENT)
    decides_itself_up_to_minor: int = 0
    """Claims about no more than this (in the order's minor units) that the evidence bears out need no person."""

    @property
    def name(self) -> str:
        """Return what cases name it by, such as `eu 2026-01-01`."""
        return f"{self.region.lower() or 'all'} {self.valid_from}"
