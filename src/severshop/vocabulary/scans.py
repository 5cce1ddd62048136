"""A carrier's scan, as every part of the shop understands it."""

from datetime import datetime
from typing import NamedTuple

from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import NOWHERE, Place


class Scan(NamedTuple):
    """One event in a parcel's life. A tuple, because a status is made of a dozen of them and they are built in no time.

    `occurred_at` is aware. Its offset is the place's own when `offset_known`; otherwise it is
    UTC and the local time is uncertain. `code` and `text` are the carrier's own.
    """

    occurred_at: datetime
    milestone: Milestone
    reason: Reason = Reason.NONE
    place: Place = NOWHERE
    code: str = ""
    text: str = ""
    offset_known: bool = True
