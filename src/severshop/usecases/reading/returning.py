"""What of an order can be sent back, and each of its returns, as their owner's pages show them."""

import uuid
from dataclasses import dataclass
from datetime import date

from severshop.domain.carriers.registry import carrier_name, carrier_url
from severshop.domain.orders.queries import LineCard
from severshop.domain.orders.replacements import payer_of
from severshop.domain.payments.books import RefundRecord, paid_with, refund_for, refunds_of
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.desk_records import DeskLine, Found
from severshop.domain.returns.queries import ReturnedLine, ReturnRecord, cause_of, photo
from severshop.domain.returns.rules import Possible, can_cancel
from severshop.domain.shipping.queries import zone_of
from severshop.look.formats import money
from severshop.look.returning import found
from severshop.usecases.reading.returnable import returnable
from severshop.usecases.reading.withdrawing import send_to
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.exchanges import EXCHANGE
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.status.returns import ReturnStory, send_by, settled_by
from severshop.vocabulary.policies import Payer, ReturnsPolicy
from severshop.vocabulary.returning import ReturnState, Verdict, Wants


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnableLine:
    """A line of an order, and how much of it can be sent back. `unit_minor` in minor units of the order's currency."""

    card: LineCard
    can: Possible


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """An order as the page shows it that announces a return."""

    lines: tuple[ReturnableLine, ...]
    policy: ReturnsPolicy
    way_back_paid_by: Payer
    """For what is merely not wanted."""
    last_day: date | None
    returns: tuple[ReturnStory, ...]

    @property
    def possible(self) -> tuple[ReturnableLine, ...]:
        """Return the lines of which something can be announced."""
        return tuple(line for line in self.lines if line.can.units)

    @property
    def impossible(self) -> tuple[ReturnableLine, ...]:
        """Return the others."""
        return tuple(line for line in self.lines if not line.can.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line of a return."""

    card: LineCard
    line: ReturnedLine

    @property
    def title(self) -> str:
        """Return the name with its variant."""
        return ", ".join(part for part in (self.card.name, self.card.variant) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of some units of a line; `note` is what our people say of it."""

    sentence: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReturn:
    """A return as its own page shows it. Moments are UTC; days are the warehouse's."""

    story: ReturnStory
    lines: tuple[ShownLine, ...]
    carrier: str
    number: str
    """What its parcel travels under; empty while it has no label."""
    carrier_url: str
    send_by: date
    settled_by: date
    send_to: tuple[str, ...]
    paid_with: str
    """The card that the money goes back to; empty where nothing was paid here."""
    refunds: tuple[RefundRecord, ...]
    can_call_off: bool
    findings: tuple[Finding, ...] = ()
    """What our people found, once it was acted on."""

    @property
    def state(self) -> ReturnState:
        return self.story.state

    @property
    def wants_money(self) -> bool:
        """Whether anything of it is to be paid back, not exchanged."""
        return any(one.line.wants is Wants.REFUND for one in self.lines)

    @property
    def can_let_pairs_go(self) -> bool:
        """Whether another pair is still kept, and money can be chosen instead."""
        return any(one.line.exchange and not one.line.exchange.ended_at for one in self.lines)

    @property
    def has_label(self) -> bool:
        return bool(self.number)

    @property
    def can_show_photos(self) -> bool:
        """Whether photos can still be added: until it was looked at, or called off."""
        return not self.story.record.cancelled_at and not self.story.facts.units.is_inspected


def return_view(order_id: uuid.UUID, *, today: date) -> ReturnView:
    """Return what the page shows; `today` is the date at the warehouse. Raises `LookupError` for no order."""
    story = _story(order_id, today=today)
    can = returnable(story, today=today)
    cards = {card.position: card for card in story.order.lines}
    return ReturnView(
        lines=tuple(ReturnableLine(card=cards[position], can=one) for position, one in can.possibles.items()),
        policy=can.policy,
        way_back_paid_by=can.policy.way_back_paid_by.get(zone_of(story.order.country), Payer.SHOPPER),
        last_day=next((one.last_day for one in can.possibles.values() if one.last_day), None),
        returns=story.returns,
    )


def shown_return(order_id: uuid.UUID, *, position: int, today: date) -> ShownReturn | None:
    """Return one return of an order; None where there is none at this place."""
    story = _story(order_id, today=today)
    told = next((one for one in story.returns if one.record.position == position), None)
    return _shown(told, story) if told else None


def photo_of(order_id: uuid.UUID, *, photo_id: uuid.UUID) -> bytes | None:
    """Return a photo of the order's returns as a JPEG; None for another's."""
    shot = photo(photo_id)
    return shot.content if shot and shot.order_id == order_id else None


def _shown(told: ReturnStory, story: OrderStory) -> ShownReturn:
    record, zone = told.record, shop_zone()
    cards = {card.position: card for card in story.order.lines}
    parcel = told.parcel.parcel if told.parcel else None
    paid_order = payer_of(record.order_id)
    payment = paid_with(paid_order)
    return ShownReturn(
        story=told,
        lines=tuple(ShownLine(card=cards[line.position], line=line) for line in record.lines),
        carrier=carrier_name(parcel.carrier) if parcel else "",
        number=parcel.tracking_number if parcel else "",
        carrier_url=carrier_url(parcel.carrier, parcel.tracking_number) if parcel else "",
        send_by=send_by(record, zone=zone),
        settled_by=settled_by(told, zone=zone),
        send_to=send_to(),
        paid_with=payment.card_hint if payment else "",
        refunds=(*_refunds(paid_order, cause_of(record.id)), *_refunds(paid_order, f"{EXCHANGE}:{record.id}")),
        can_call_off=not record.cancelled_at and can_cancel(told.state),
        findings=_findings(record),
    )


def _findings(record: ReturnRecord) -> tuple[Finding, ...]:
    """Return what was found and acted on, in the language in force; nothing while the desk is still at it."""
    desk = desk_return(record.id) if record.ended else None
    if desk is None:
        return ()
    return tuple(_finding(line, one, currency=desk.currency) for line in desk.lines for one in line.found)


def _finding(line: DeskLine, one: Found, *, currency: str) -> Finding:
    name = ", ".join(part for part in (line.name, line.variant) if part)
    return Finding(
        sentence=found(
            f"{one.quantity} × {name}",
            is_accepted=one.verdict is Verdict.ACCEPTED,
            finding=one.finding,
            less=money(one.deduction_minor, currency) if one.deduction_minor else "",
        ),
        note=one.note,
    )


def _refunds(order_id: uuid.UUID, cause: str) -> tuple[RefundRecord, ...]:
    causes = sorted(
        {one.cause for one in refunds_of(order_id) if one.cause == cause or one.cause.startswith(f"{cause}:")}
    )
    return tuple(refund for one in causes if (refund := refund_for(one)))


def _story(order_id: uuid.UUID, *, today: date) -> OrderStory:
    story = next(iter(tell([order_id], today=today)), None)
    if story is None:
        raise LookupError(order_id)
    return story
