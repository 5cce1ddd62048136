"""The order's page as values: everything that its template shows, in the order in which it is read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look import formats
from severshop.look.status import commitments, delays, sentences, whereabouts
from severshop.look.status.claims import ClaimCard, claim_cards
from severshop.look.status.facts import StatusFacts, Step
from severshop.look.status.history import Day, history
from severshop.look.status.maps import WayMap, way_maps
from severshop.look.status.parcels import Box, boxes, numbers
from severshop.look.status.returns import ReturnCard, return_cards
from severshop.look.status.withdrawals import WithdrawalCard, withdrawal_cards
from severshop.look.status.words import (
    Pill,
    attention_meaning,
    delivery_option_word,
    status_meaning,
    status_word,
    status_word_in_a_column,
)
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.statuses import OrderStatus

_BARELY_BEGUN = {Milestone.NOT_YET_KNOWN, Milestone.NUMBER_INVALID, Milestone.LABEL_CREATED, Milestone.ACCEPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One of the shop's words on the line that fills. `state` is done, here or ahead."""

    status: OrderStatus
    word: str
    word_in_a_column: str
    meaning: str
    state: str
    filled: str
    at: datetime | None
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    version: int
    number: str
    placed_at: datetime
    updated_at: datetime
    title: str
    headline: str
    pill: Pill
    lead: Markup
    late: str
    meaning: str
    live: bool
    freshness: Markup
    words: tuple[Word, ...]
    next: tuple[Markup, ...]
    nothing_next: str
    maps: tuple[WayMap, ...]
    days: tuple[Day, ...]
    earlier: tuple[Day, ...]
    earlier_count: int
    unseen_count: int
    boxes: tuple[Box, ...]
    carriers: tuple[tuple[str, str, str], ...]
    promised: str
    calendar_days: str
    """The days to put into a calendar: those that hold now; empty where none can be named."""
    destination: Place
    delivery: str
    heard_at: datetime
    choice: tuple[str, str] | None
    """A choice that is the shopper's now: where on the order's pages, and in which words."""
    withdrawals: tuple[WithdrawalCard, ...] = ()
    returns: tuple[ReturnCard, ...] = ()
    claims: tuple[ClaimCard, ...] = ()
    has_arrived: bool = False
    """Something of it has: it can be sent back."""
    makes_good: bool = False
    """It was not bought: cancelling, changing and withdrawing belong to the order that was."""
    has_open_case: bool = False
    """Something is still to come of a return or a claim: the page goes on following it."""
    has_left: bool = False
    """Something of it has: something can have gone wrong with it."""


def status_page(facts: StatusFacts, *, now: datetime) -> StatusPage:
    """Return the page for an order's facts, as it reads at `now` where the order was last heard of."""
    today = now.astimezone(facts.updated_at.tzinfo).date()
    head = sentences.headline(facts, today=today)
    told = history(facts)
    return StatusPage(
        version=facts.version,
        number=facts.number,
        placed_at=facts.placed_at,
        updated_at=facts.updated_at,
        title=_("Order %(number)s: %(headline)s") % {"number": facts.number, "headline": head},
        headline=head,
        pill=sentences.pill(facts, now=now, today=today),
        lead=whereabouts.lead(facts, now=now, today=today),
        late=sentences.against_promise(facts, today=today),
        meaning=_meaning(facts),
        live=facts.status not in {OrderStatus.DELIVERED, OrderStatus.CANCELLED},
        freshness=sentences.freshness(facts, today=today),
        words=words_of(facts),
        next=tuple(commitments.commitments(facts, now=now, today=today)),
        nothing_next=commitments.nothing_next(facts, today=today),
        maps=way_maps(facts),
        days=told.newest,
        earlier=told.earlier,
        earlier_count=told.earlier_count,
        unseen_count=told.unseen_count,
        boxes=boxes(facts, now=now, today=today),
        carriers=tuple((n.carrier, n.number, n.url) for parcel in facts.parcels for n in numbers(parcel)),
        promised=formats.days(facts.promised) if facts.promised else "",
        calendar_days=_calendar_days(facts),
        destination=facts.destination,
        delivery=_delivery(facts),
        heard_at=sentences.heard_at(facts),
        choice=delays.choice(facts, now=now),
        withdrawals=withdrawal_cards(facts.withdrawals, {item.line: item.name for item in facts.items}),
        returns=return_cards(facts.returns, {item.line: item.name for item in facts.items}, today=today),
        claims=claim_cards(facts.claims, {item.line: item.name for item in facts.items}),
        has_arrived=facts.parcels_delivered > 0,
        makes_good=facts.makes_good,
        has_open_case=any(back.next_code for back in facts.returns) or any(one.next_code for one in facts.claims),
        has_left=any(parcel.handed_over_at for parcel in facts.parcels),
    )


def _calendar_days(facts: StatusFacts) -> str:
    if facts.arrival.kind == "none" or facts.promised is None:
        return ""
    return formats.days(facts.arrival.window or facts.promised)


def _meaning(facts: StatusFacts) -> str:
    if said := delays.meaning(facts):
        return said
    if facts.attention in sentences.NOT_COMING and any(one.stands for one in facts.claims):
        return _("That was for us to mend. You have told us how, and we are at it.")
    if facts.attention:
        return attention_meaning(facts.attention)
    waiting = sentences.open_parcels(facts)
    if facts.status is OrderStatus.SHIPPED and all(parcel.milestone in PAPER_ONLY for parcel in waiting):
        return _("Your order has left our warehouse. The carrier has not scanned it yet.")
    return status_meaning(facts.status)


def _delivery(facts: StatusFacts) -> str:
    carriers = [leg.carrier_name for parcel in facts.parcels for leg in parcel.legs or (parcel,)]
    names = [delivery_option_word(facts.delivery_option), *dict.fromkeys(carriers)]
    return ", ".join(name for name in names if name)


def words_of(facts: StatusFacts) -> tuple[Word, ...]:
    """Return the words of the shop on the line that fills."""
    steps = list(facts.steps)
    if facts.status is OrderStatus.CANCELLED:
        steps = [step for step in steps if step.at and step.status is not OrderStatus.CANCELLED]
        last = next((step.at for step in facts.steps if step.status is OrderStatus.CANCELLED), facts.updated_at)
        steps.append(Step(status=OrderStatus.CANCELLED, at=last))
    here = next((place for place, step in enumerate(steps) if step.status is facts.status), 0)
    return tuple(_word(step, facts, state=_state(place, here=here)) for place, step in enumerate(steps))


def _state(place: int, *, here: int) -> str:
    return "done" if place < here else "here" if place == here else "ahead"


def _word(step: Step, facts: StatusFacts, *, state: str) -> Word:
    is_arrival = step.status is OrderStatus.DELIVERED and state == "ahead"
    return Word(
        status=step.status,
        word=status_word(step.status),
        word_in_a_column=status_word_in_a_column(step.status),
        meaning=status_meaning(step.status),
        state=state,
        filled=_filled(facts) if state == "here" else "",
        at=step.at if state != "ahead" else None,
        expected=sentences.expected(facts) if is_arrival else "",
    )


def _filled(facts: StatusFacts) -> str:
    """How far the line of the current word is filled: little, half, most or all."""
    if facts.status in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}:
        return "all"
    far = {Milestone.OUT_FOR_DELIVERY, Milestone.PICKUP_READY, Milestone.ATTEMPT_FAILED}
    reached = {parcel.milestone for parcel in sentences.open_parcels(facts)}
    if reached & far:
        return "most"
    if reached - _BARELY_BEGUN or (facts.status is OrderStatus.IN_PROCESS and facts.parcels):
        return "half"
    return "little"
