"""What the desk knows of a return, as values."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from severshop.vocabulary.returning import (
    AfterRefusal,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    Verdict,
    Wants,
)


class Found(NamedTuple):
    """An inspection that counts. `root` is the first of those that it corrects: itself, where it corrects none."""

    id: uuid.UUID
    root: uuid.UUID
    quantity: int
    condition: ItemCondition
    grade: RestockGrade
    verdict: Verdict
    finding: Finding | None
    deduction_minor: int
    note: str
    inspected_at: datetime
    inspected_by: str


class DeskLine(NamedTuple):
    """A line of a return on the desk. `position` is the order line's; the price is for one, in minor units."""

    id: int
    line_id: uuid.UUID
    position: int
    sku: str
    name: str
    variant: str
    unit_minor: int
    quantity: int
    reason: ReturnReason
    note: str
    wants: Wants
    received: int
    found: tuple[Found, ...]
    photos: tuple[uuid.UUID, ...]
    desk_photos: tuple[uuid.UUID, ...]

    @property
    def inspected(self) -> int:
        return sum(one.quantity for one in self.found)

    @property
    def to_inspect(self) -> int:
        """Units that are here and that nobody has looked at."""
        return max(self.received - self.inspected, 0)

    @property
    def missing(self) -> int:
        """Units that were announced and have not come."""
        return max(self.quantity - self.received, 0)

    def units(self, verdict: Verdict) -> int:
        """Return how many units were found so."""
        return sum(one.quantity for one in self.found if one.verdict is verdict)


class Receipt(NamedTuple):
    """That somebody took something in."""

    at: datetime
    by: str
    note: str
    units: int


class Ended(NamedTuple):
    """What was acted on, and where refused goods went."""

    at: datetime
    by: str
    accepted: int
    refused: int
    refund_minor: int
    is_last: bool


class Refused(NamedTuple):
    """Where the refused goods went."""

    done: AfterRefusal
    carrier: str
    tracking_number: str
    at: datetime


class DeskReturn(NamedTuple):
    """A return with all that the desk knows of it."""

    id: uuid.UUID
    order_id: uuid.UUID
    order_number: str
    currency: str
    position: int
    announced_by: str
    requested_at: datetime
    cancelled_at: datetime | None
    policy: dict[str, Any]
    way_back_minor: int
    parcel_id: uuid.UUID | None
    lines: tuple[DeskLine, ...]
    receipts: tuple[Receipt, ...]
    completions: tuple[Ended, ...]
    inspections: int
    """All of them, corrected ones too."""
    acted_on: int
    """Of them, those that the last completion knew."""
    refused: Refused | None

    @property
    def number(self) -> str:
        return f"{self.order_number}-R{self.position}"

    @property
    def to_inspect(self) -> int:
        return sum(line.to_inspect for line in self.lines)

    @property
    def missing(self) -> int:
        """Units that have not come, once something has, and are still expected."""
        return sum(line.missing for line in self.lines) if self.receipts and not self.is_closed else 0

    @property
    def is_closed(self) -> bool:
        """Nothing more is expected."""
        return any(one.is_last for one in self.completions)

    @property
    def can_close(self) -> bool:
        """All that is here was looked at, and something has not come."""
        return bool(self.missing and not self.to_inspect)

    @property
    def can_complete(self) -> bool:
        """All that is here was looked at, and something of it is new."""
        return self.inspections > self.acted_on and not self.to_inspect

    @property
    def refused_units(self) -> int:
        return sum(line.units(Verdict.REFUSED) for line in self.lines)

    @property
    def has_refused_to_move(self) -> bool:
        """Something was refused for good, and nobody has said where it goes."""
        has_left = self.refused is not None and self.refused.done is AfterRefusal.SENT
        return bool(self.refused_units and self.completions and not has_left and not self.can_complete)


class Stray(NamedTuple):
    """Something that came, and nobody knows whose it is."""

    id: uuid.UUID
    received_at: datetime
    received_by: str
    carrier: str
    tracking_number: str
    note: str
