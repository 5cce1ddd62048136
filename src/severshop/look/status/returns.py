"""What the order's page says of its returns: how far each is, what is next, its own history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from severshop.look import formats, returning
from severshop.look.status import exchanges
from severshop.look.status.facts import ReturnFact
from severshop.look.status.history import Day, Event, days_of
from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.parcels import Number, numbers
from severshop.vocabulary.returning import ReturnState

TO_SEND = ReturnState.ANNOUNCED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCard:
    """A return as it is read. `tone` is that of the pill, `days` its history, newest first."""

    position: int
    number: str
    state: ReturnState
    word: str
    tone: str
    next: str
    things: str
    pairs: tuple[str, ...]
    """What comes instead of it, line by line."""
    is_to_send: bool
    """It waits to be handed in: its page has the label, or the slip."""
    has_label: bool
    days: tuple[Day, ...]
    numbers: tuple[Number, ...]


def return_cards(told: Sequence[ReturnFact], names: Mapping[int, str], *, today: date) -> tuple[ReturnCard, ...]:
    """Return what is read of each, the newest first. `today` is the shop's date."""
    return tuple(_card(one, names, today=today) for one in reversed(told))


def next_of(one: ReturnFact, *, today: date) -> str:
    """Return what is next of a return; empty when it is over. `today` is the shop's date."""
    has_label = one.parcel is not None
    said = returning.next_step(one.next_code, by=one.next_by, has_label=has_label, payer=one.way_back_paid_by)
    if one.state is TO_SEND and one.next_by and today > one.next_by:
        said = returning.overdue(one.next_by)
    is_for_pairs = len(one.pairs) == len(one.units) and all(pair.state != "let_go" for pair in one.pairs)
    of_pairs = exchanges.next_step(one.next_code, day=_day(one)) if is_for_pairs else ""
    return of_pairs or said


def _card(one: ReturnFact, names: Mapping[int, str], *, today: date) -> ReturnCard:
    parcel = one.parcel
    return ReturnCard(
        position=one.position,
        number=one.number,
        state=one.state,
        word=returning.state(one.state),
        tone=returning.tone(one.state),
        next=next_of(one, today=today),
        things=formats.listed([f"{count} × {names.get(line, '')}" for line, count in one.units.items()]),
        pairs=_pairs(one),
        is_to_send=one.state is TO_SEND,
        has_label=parcel is not None,
        days=days_of(_steps(one), _scanned(parcel)),
        numbers=numbers(parcel) if parcel else (),
    )


def _day(one: ReturnFact) -> str:
    return formats.day(one.next_by) if one.next_by else ""


def _pairs(one: ReturnFact) -> tuple[str, ...]:
    """Tell of the pairs; of those that have left, their orders tell."""
    if one.state is ReturnState.CANCELLED:
        return ()
    waiting = [pair for pair in one.pairs if pair.state != "sent"]
    return (*(exchanges.pair_line(pair) for pair in waiting), *map(exchanges.order_line, one.pair_orders))


def _steps(one: ReturnFact) -> Iterable[Event]:
    """Tell the steps that no scan tells."""
    scanned = {scan.occurred_at for scan in one.parcel.scans} if one.parcel else set()
    for state, at in one.steps:
        if state is ReturnState.UNDER_WAY or (state is ReturnState.RECEIVED and at in scanned):
            continue
        yield Event(at=at, words=_step(state))


def _step(state: ReturnState) -> str:
    return {
        ReturnState.ANNOUNCED: _("Return announced"),
        ReturnState.RECEIVED: _("Taken in at our door"),
        ReturnState.INSPECTED: _("Looked at"),
        ReturnState.REFUNDED: _("Money paid back"),
        ReturnState.EXCHANGED: _("Your other pair got an order of its own"),
        ReturnState.REFUSED: _("Not accepted"),
        ReturnState.SENT_BACK: _("Sent back to you"),
        ReturnState.CLOSED: _("Over, with nothing left to pay back"),
        ReturnState.CANCELLED: _("Return called off"),
    }[state]


def _scanned(parcel: Parcel | None) -> Parcel | None:
    """Return the parcel without its packing, which is the making of its label here."""
    return replace(parcel, packed_at=None) if parcel else None
