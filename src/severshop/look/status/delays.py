"""What the page says of a delay: why, what is done about it, and what its reader can choose. Facts in, words out."""

from datetime import datetime

from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.delays import how_we_look, reason
from severshop.look.status.facts import Delay, StatusFacts
from severshop.look.status.sentences import NOT_COMING, is_searched
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.statuses import Attention
from severshop.vocabulary.watching import Answer

OF_ITS_OWN = NOT_COMING | {
    Attention.CANCELLATION_REQUESTED,
    Attention.ACTION_NEEDED,
    Attention.PICKUP_READY,
    Attention.ATTEMPT_FAILED,
}
"""What says more than that it is late."""
GIVEN_UP = frozenset({Milestone.LOST, Milestone.DISPOSED})
"""What its carrier itself says is gone."""


def meaning(facts: StatusFacts) -> str:
    """Return why it is late and what we do; empty where nothing is late, or something else must be said first."""
    delay = facts.delay
    if delay is None:
        return ""
    if is_searched(facts):
        return _searched(facts, delay)
    if facts.attention in OF_ITS_OWN or facts.arrival.kind == "today":
        return ""
    # Customs, the weather: what the carrier gave as its reason stands in the sentence above.
    said = reason(delay.trouble, carrier=_carrier(facts, delay))
    question = delay.question
    if question is not None and question.answer is Answer.WAIT:
        return said + " " + _("You chose to wait. Thank you; you can still change your mind until it leaves.")
    if question is not None and question.answer is Answer.CANCEL:
        return said + " " + _("You chose to cancel. We do it, and write to you when your money is on its way.")
    return said


def choice(facts: StatusFacts, *, now: datetime) -> tuple[str, str] | None:
    """Return the choice that is the reader's now: the page under `/order/<token>/`, and what it is called."""
    delay = facts.delay
    if delay and delay.question is not None and delay.question.answer is not Answer.CANCEL:
        return "delay/", _("Wait for it, or cancel")
    lost = [parcel.position for parcel in facts.parcels if parcel.milestone in GIVEN_UP]
    if delay and delay.parcel and delay.offered_at is not None and delay.offered_at <= now:
        lost.append(delay.parcel)
    chosen = {one.parcel for one in facts.claims if one.stands}
    return next(
        ((f"claim/{position}/", _("Choose a refund or a replacement")) for position in lost if position not in chosen),
        None,
    )


def _searched(facts: StatusFacts, delay: Delay) -> str:
    carrier = _carrier(facts, delay)
    if delay.investigated_since is None:
        return how_we_look(carrier=carrier)
    return _(
        "Nobody has scanned it for longer than almost all others like it. Since %(day)s we have %(carrier)s look for"
        " it. Whatever comes of it: the loss is ours, not yours."
    ) % {"day": formats.day(delay.investigated_since.date()), "carrier": carrier}


def _carrier(facts: StatusFacts, delay: Delay) -> str:
    names = (parcel.carrier_name for parcel in facts.parcels if parcel.position == delay.parcel)
    return next(names, facts.parcels[0].carrier_name if facts.parcels else "")
