"""Which trouble comes first on the staff's list, and what they do next about it. Pure."""

from enum import StrEnum
from typing import NamedTuple

from severshop.vocabulary.statuses import Attention
from severshop.vocabulary.watching import Level, Trouble


class Urgency(StrEnum):
    """The most urgent first."""

    LOST = "lost"
    ANSWER = "answer"
    """Delayed, and the shopper may choose until a day, or has chosen to cancel."""
    DELAYED = "delayed"
    HELD = "held"
    """At customs, or where the carrier cannot go on by itself."""
    AT_RISK = "at_risk"
    SEARCH = "search"
    """Nothing is wrong any more, and the carrier is still being asked."""


class Act(StrEnum):
    """What the staff do next. `LOOK` is all that is left where no other helps."""

    CANCEL = "cancel"
    """The shopper chose to cancel: on the order's page."""
    INVESTIGATE = "investigate"
    ASK = "ask"
    """An investigation is open: tell the carrier, and note that it was told."""
    CLOSE = "close"
    WRITE = "write"
    LOOK = "look"


ORDER = {urgency: place for place, urgency in enumerate(Urgency)}
STUCK = {
    Attention.CANCELLATION_REQUESTED: Urgency.ANSWER,
    Attention.LOST: Urgency.LOST,
    Attention.CUSTOMS_HOLD: Urgency.HELD,
    Attention.ACTION_NEEDED: Urgency.HELD,
    Attention.DAMAGED: Urgency.HELD,
    Attention.RETURNING: Urgency.HELD,
}
"""What carriers and shoppers say that needs a hand though no flag of the watch is open."""
FOR_THE_CARRIER = frozenset({Trouble.NOT_SCANNED, Trouble.SLOW, Trouble.CUSTOMS, Trouble.NOT_BROUGHT, Trouble.SILENT})
"""Troubles that the carrier can be asked about before it has said anything itself."""


class Situation(NamedTuple):
    """What is known of a parcel, or of the part of an order that has not left (`has_parcel` false).

    `level` and `trouble` are those of the open flag, `attention` what the page says; `is_asked`: a delay notice waits
    for an answer; `wants_to_cancel`: the answer was to cancel. An investigation is open, has been put to the carrier,
    or was closed before.
    """

    level: Level | None = None
    trouble: Trouble | None = None
    attention: Attention | None = None
    has_parcel: bool = True
    is_asked: bool = False
    wants_to_cancel: bool = False
    is_searched: bool = False
    is_carrier_asked: bool = False
    was_searched: bool = False

    @property
    def is_cancelling(self) -> bool:
        """Whether the shopper wants it cancelled, and nobody has decided."""
        return self.wants_to_cancel or self.attention is Attention.CANCELLATION_REQUESTED


def urgency_of(situation: Situation) -> Urgency | None:
    """Return how urgent it is; None where nobody need do anything."""
    said = STUCK.get(situation.attention) if situation.attention else None
    if situation.level is Level.LOST or said is Urgency.LOST:
        return Urgency.LOST
    if situation.is_cancelling or situation.is_asked:
        return Urgency.ANSWER
    if situation.level is Level.DELAYED:
        return Urgency.DELAYED
    if said or situation.trouble is Trouble.CUSTOMS:
        return Urgency.HELD
    if situation.level is Level.AT_RISK:
        return Urgency.AT_RISK
    return Urgency.SEARCH if situation.is_searched else None


def next_act(situation: Situation) -> Act:
    """Return the one thing to do next."""
    if situation.is_cancelling:
        return Act.CANCEL
    if situation.is_searched:
        return Act.CLOSE if situation.is_carrier_asked else Act.ASK
    urgency = urgency_of(situation)
    if not situation.has_parcel:
        return Act.WRITE if urgency is Urgency.HELD else Act.LOOK
    if urgency is Urgency.LOST or (situation.level is Level.DELAYED and situation.trouble in FOR_THE_CARRIER):
        return Act.WRITE if situation.was_searched else Act.INVESTIGATE
    return Act.WRITE if urgency is Urgency.HELD and situation.level is None else Act.LOOK
