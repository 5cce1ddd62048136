"""Words about withdrawing from a contract (Directive 2011/83/EU, Art. 9 to 16)."""

from enum import StrEnum


class Via(StrEnum):
    """Through which door it was declared."""

    LINK = "link"
    """From the order's own page: whose order it is, is known."""
    FORM = "form"
    """From the form that stands open to everybody."""


class Step(StrEnum):
    """What followed from a withdrawal."""

    CANCELLED = "cancelled"
    """What had not left was called off."""
    CANCEL_ASKED = "cancel_asked"
    """What had not left is in somebody's hands in the warehouse, who takes it out."""
    SEND_BACK = "send_back"
    """What had left is to come back."""
    SEND_BACK_INSTEAD = "send_back_instead"
    """What was to be called off had left before anybody could: it is to come back too."""
    RETURN_ANNOUNCED = "return_announced"
    """What had left comes back, with a label that its shopper has."""
    FOR_PEOPLE = "for_people"
    """Somebody has to look at it; `why` says for what."""
    SETTLED = "settled"
    """A member of staff has seen to it."""


class WhyPeople(StrEnum):
    """Why a withdrawal needs a person."""

    UNKNOWN_ORDER = "unknown_order"
    OTHER_EMAIL = "other_email"
    """There is such an order, and it has another address: whose it is, is not sure."""
    IN_WORDS = "in_words"
    """The part that is meant is described in words."""
    LATE = "late"
    """The time to withdraw was over."""
    NOTHING_LEFT = "nothing_left"
    """All that it names was cancelled or withdrawn from before."""
    CANCELLATION_OPEN = "cancellation_open"
    """Somebody asked to cancel, and nobody has decided."""


class Outcome(StrEnum):
    """How a member of staff settles one."""

    DONE = "done"
    """What the law asks for was done."""
    ANSWERED = "answered"
    """It has no effect, and whoever declared it was told why."""


class WithdrawalState(StrEnum):
    """How far a withdrawal is."""

    TAKEN_IN = "taken_in"
    """A person looks at it."""
    BEING_CANCELLED = "being_cancelled"
    CANCELLED = "cancelled"
    TO_SEND_BACK = "to_send_back"
    SETTLED = "settled"
