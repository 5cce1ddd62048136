"""A carrier's scan, as every part of the shop understands it."""

from dataclasses import dataclass, field
from datetime import datetime

from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place


@dataclass(frozen=True, slots=True)
class Scan:
    """One event in a parcel's life.

    `occurred_at` is aware. Its offset is the place's own when `offset_known`; otherwise it is
    UTC and the local time is uncertain. `code` and `text` are the carrier's own.
    """

    occurred_at: datetime
    milestone: Milestone
    reason: Reason = Reason.NONE
    place: Place = field(default_factory=Place)
    code: str = ""
    text: str = ""
    offset_known: bool = True
