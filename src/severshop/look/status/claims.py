"""What the order's page says of claims: what went wrong, what was given for it, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from severshop.look import claiming, formats
from severshop.look.status.claim_facts import ClaimFact
from severshop.look.status.history import Day, Event, days_of
from severshop.vocabulary.claiming import ClaimState, TurnUp


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim as it is read. `tone` is that of the pill; `days` its own history, the newest first."""

    about: str
    pill: str
    tone: str
    things: str
    sentences: tuple[str, ...]
    is_open: bool
    """Something is still to come of it."""
    days: tuple[Day, ...]


def claim_cards(told: Sequence[ClaimFact], names: Mapping[int, str]) -> tuple[ClaimCard, ...]:
    """Return what is read of each, the newest first; `names` are those of the order's lines."""
    return tuple(claim_card(one, names) for one in reversed(told))


def claim_card(one: ClaimFact, names: Mapping[int, str]) -> ClaimCard:
    """Return what is read of a claim."""
    return ClaimCard(
        about=claiming.about(one.kind),
        pill=claiming.pill(one.state),
        tone=claiming.tone(one.state),
        things=formats.listed([f"{count} × {names.get(line, '')}" for line, count in one.units.items()]),
        sentences=(*_found_again(one), next_step(one)),
        is_open=one.next_code != "",
        days=days_of((Event(at=at, words=claiming.step(state)) for state, at in one.steps), None),
    )


def next_step(one: ClaimFact) -> str:
    """Say how it stands with a claim, and what comes next."""
    facts = {
        "day": formats.day(one.next_by) if one.next_by else "",
        "days": formats.days(one.window) if one.window else "",
        "number": one.replacement,
    }
    if one.state is ClaimState.REFUND_COMING and not one.next_by:
        return _("Your money goes back the way you paid.")
    if one.state is ClaimState.REPLACEMENT_COMING and not one.window:
        return _("Order %(number)s brings it once more, at no cost.") % facts
    return {
        ClaimState.RECEIVED: _("A person looks at it and answers by %(day)s. Nothing else is needed from you."),
        ClaimState.REFUND_COMING: _("Your money goes back the way you paid. Most banks show it by %(day)s."),
        ClaimState.REFUNDED: _("Your money has gone back the way you paid."),
        ClaimState.REFUND_STUCK: _(
            "Your money could not be sent yet. A person here looks at it, and you need not do anything."
        ),
        ClaimState.REPLACEMENT_COMING: _("Order %(number)s brings it once more, at no cost: %(days)s."),
        ClaimState.REPLACED: _("Order %(number)s has brought it once more."),
        ClaimState.REPLACEMENT_CANCELLED: _(
            "Order %(number)s, which was to bring it once more, was cancelled. You can choose again."
        ),
        ClaimState.REFUSED: _("We could not grant it. Why, stands in our letter and behind the link below."),
        ClaimState.FOUND: _("It was found before anything was given for it. Follow it above."),
        ClaimState.WITHDRAWN: _("You took it back. Nothing was given for it."),
    }[one.state] % facts


def _found_again(one: ClaimFact) -> tuple[str, ...]:
    if one.turn_up is None or one.turned_up_at is None:
        return ()
    sentence = {
        TurnUp.WAITING: _("The parcel came after all, on %(day)s. You owe nothing; we write to you about it."),
        TurnUp.SENT_BACK: _("The parcel came after all, on %(day)s, and goes back to us at our cost."),
        TurnUp.REFUSED_AT_DOOR: _("The parcel came after all, on %(day)s, and went straight back to us."),
        TurnUp.KEPT: _("The parcel came after all, on %(day)s. It is yours to keep."),
        TurnUp.NOT_SEEN: _("Its carrier says that it came after all, on %(day)s. We know that you do not have it."),
    }[one.turn_up]
    return (sentence % {"day": formats.day(one.turned_up_at.date())},)
