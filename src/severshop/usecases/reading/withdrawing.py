"""Withdrawals as pages and letters tell them: what can be withdrawn from, what was declared, what follows."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from severshop.domain.orders.models import Address
from severshop.domain.shipping.queries import zone_of
from severshop.domain.withdrawals.queries import WithdrawalRecord, withdrawal, withdrawals_of
from severshop.domain.withdrawals.rules import Deadlines, is_late
from severshop.look.formats import country
from severshop.look.withdrawal import Following
from severshop.usecases.reading.link_holder import hint_of
from severshop.usecases.reading.withdrawal_terms import Terms, deadlines_of, lines_of, terms_of
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.withdrawing import Step, Via, WhyPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Units of an order line as they are shown."""

    position: int
    name: str
    variant: str
    silhouette: str
    tint: str
    count: int

    @property
    def title(self) -> str:
        """Return the name with its variant."""
        return ", ".join(part for part in (self.name, self.variant) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWithdrawal:
    """A withdrawal with its pieces by what follows for them; `deadlines` and `last_day` where its order is sure."""

    record: WithdrawalRecord
    received_at: datetime
    """By the shop's clock."""
    email: str
    """Where the receipt went: enough to recognise it by where the order's own address was used."""
    meant: tuple[Piece, ...]
    cancelled: tuple[Piece, ...] = ()
    being_cancelled: tuple[Piece, ...] = ()
    to_send_back: tuple[Piece, ...] = ()
    announced: tuple[Piece, ...] = ()
    """To be sent back as a return."""
    deadlines: Deadlines | None = None
    last_day: date | None = None
    way_back_paid_by: Payer | None = None

    @property
    def is_late(self) -> bool:
        return self.record.why_people is WhyPeople.LATE

    @property
    def has_effect(self) -> bool:
        """Whether anything has followed for its pieces."""
        return bool(self.cancelled or self.being_cancelled or self.to_send_back or self.announced)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawView:
    """What the order's page to withdraw shows. Pieces are counted by what is left of each line."""

    left: tuple[Piece, ...]
    terms: Terms
    is_late: bool
    told: tuple[ToldWithdrawal, ...]
    """What was declared before, the newest first."""
    name: str
    """The buyer's; for whoever may see it."""


def withdraw_view(order_id: uuid.UUID, *, today: date) -> WithdrawView:
    """Return what the page shows; `today` is the date at the warehouse. Raises `LookupError` for no order."""
    story = next(iter(tell([order_id], today=today)), None)
    if story is None:
        raise LookupError(order_id)
    terms = terms_of(story, today=today)
    left = {line.position: line.left for line in lines_of(story)}
    records = [record for record in withdrawals_of([order_id]) if record.is_sure]
    return WithdrawView(
        left=_pieces(story, left),
        terms=terms,
        is_late=is_late(today, last_day=terms.last_day),
        told=tuple(_told(record, story) for record in records),
        name=Address.objects.filter(order_id=order_id).values_list("name", flat=True).first() or "",
    )


def told_withdrawal(withdrawal_id: uuid.UUID) -> ToldWithdrawal | None:
    """Return one withdrawal as it is told; None for none."""
    record = withdrawal(withdrawal_id)
    if record is None:
        return None
    today = record.received_at.astimezone(shop_zone()).date()
    stories = tell([record.order_id], today=today) if record.order_id else []
    return _told(record, stories[0] if stories else None)


def _told(record: WithdrawalRecord, story: OrderStory | None) -> ToldWithdrawal:
    email = record.person.email if record.person else ""
    here = record.received_at.astimezone(shop_zone())
    plain = ToldWithdrawal(
        record=record,
        received_at=here,
        email=hint_of(email) if record.via is Via.LINK and email else email,
        meant=_pieces(story, record.units) if story else (),
    )
    if story is None or not record.is_sure:
        return plain
    terms = terms_of(story, today=here.date())
    instead = record.units_in(Step.SEND_BACK_INSTEAD)
    back = {line: count + instead.get(line, 0) for line, count in record.units_in(Step.SEND_BACK).items()}
    asked = {} if record.units_in(Step.CANCELLED) or instead else record.units_in(Step.CANCEL_ASKED)
    return ToldWithdrawal(
        record=record,
        received_at=here,
        email=plain.email,
        meant=plain.meant,
        cancelled=_pieces(story, record.units_in(Step.CANCELLED)),
        being_cancelled=_pieces(story, asked),
        to_send_back=_pieces(story, instead | back),
        announced=_pieces(story, record.units_in(Step.RETURN_ANNOUNCED)),
        deadlines=deadlines_of(terms.policy, declared_on=here.date()),
        last_day=terms.last_day,
        way_back_paid_by=terms.policy.way_back_paid_by.get(zone_of(story.order.country), Payer.SHOPPER),
    )


def _pieces(story: OrderStory, units: Mapping[int, int]) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            position=line.position,
            name=line.name,
            variant=line.variant,
            silhouette=line.silhouette,
            tint=line.tint,
            count=units[line.position],
        )
        for line in story.order.lines
        if units.get(line.position)
    )


def following_of(told: ToldWithdrawal) -> Following | None:
    """Return what follows, as sentences need it; None where nothing of an order may be told."""
    if told.deadlines is None:
        return None
    return Following(
        cancelled=titles(told.cancelled),
        being_cancelled=titles(told.being_cancelled),
        to_send_back=titles(told.to_send_back),
        announced=titles(told.announced),
        send_back_by=told.deadlines.send_back_by,
        refund_by=told.deadlines.refund_by,
        send_to=send_to(),
        way_back_paid_by=told.way_back_paid_by,
        ended_on=told.last_day if told.is_late and not told.has_effect else None,
    )


def titles(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """Return pieces as they are read: `2 × Strada Runner, Rust, EU 42`."""
    return tuple(f"{piece.count} × {piece.title}" for piece in pieces)


def send_to() -> tuple[str, ...]:
    """Return the address that what comes back goes to."""
    town = f"{settings.WAREHOUSE_POSTAL_CODE} {settings.WAREHOUSE_CITY}"
    return (settings.SHOP_NAME, settings.WAREHOUSE_STREET, town, country(settings.WAREHOUSE_COUNTRY))
