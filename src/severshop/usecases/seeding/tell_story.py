"""Lets orders of the past happen: each step by its own use case, at its own moment, day by day.

What a carrier told comes in at its moment too, and each morning the orders' words age as they would have. So whatever
the shop noticed on the way (a silence, a delay) it noticed on the day on which it would have.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from django.db import transaction

from severshop.domain.catalogue.queries import articles
from severshop.domain.inventory.actions import reserve
from severshop.domain.orders.actions import NewAddress, NewLine, NewOrder
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import order_cards
from severshop.domain.payments.actions import apply_answer, start_payment
from severshop.domain.payments.rules import Answer, PaymentState
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.intake import store_messages
from severshop.infra.ids import check_symbol
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.buying.quote_delivery import DeliveryQuote, quotes
from severshop.usecases.fulfilling.accept_order import accept_order
from severshop.usecases.fulfilling.add_leg import add_leg
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pack import pack
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.refresh_status import refresh_locked, refresh_status, shop_zone
from severshop.usecases.seeding.after_buying import After, do_after
from severshop.usecases.tracking.receive_messages import message
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.availability import slowest
from severshop.vocabulary.money import tax_in

STORY = uuid.UUID("5e7e25b0-0000-7000-8000-000000000000")
"""Orders of a story get their ids from this and their number: told twice, they are the same orders."""
MORNING = time(7)
"""In the shop's time zone: by then a day's words are worked out."""
DAY = timedelta(days=1)
STILL_NEWS = timedelta(hours=24)


class Heard(NamedTuple):
    """A message of a carrier, as it came to a hook."""

    at: datetime
    hook: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Another carrier takes a parcel on, under a number of its own."""

    carrier: str
    tracking_number: str
    begun_hours_ago: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryParcel:
    """A parcel: what is in it (SKU -> quantity), who carries it, how many hours ago it was packed and handed over."""

    items: Mapping[str, int]
    carrier: str
    tracking_number: str
    packed_hours_ago: float
    handed_over_hours_ago: float | None = None
    onward: Onward | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An order: what was bought, by whom, and how far it has come."""

    number_body: str
    name: str
    email: str
    street: str
    postal_code: str
    city: str
    country: str
    delivery: str
    items: Mapping[str, int]
    placed_hours_ago: float
    picked_hours_ago: float | None = None
    parcels: tuple[StoryParcel, ...] = field(default=())
    after: tuple[After, ...] = field(default=())
    heard: tuple[Heard, ...] = field(default=())
    """What the carriers have told, up to now."""

    @property
    def order_id(self) -> uuid.UUID:
        return uuid.uuid5(STORY, self.number_body)


class _Step(NamedTuple):
    """Something that is done at a moment; `do` is told which."""

    at: datetime
    do: Callable[..., object]


@transaction.atomic
def tell_stories(stories: Sequence[Story], *, now: datetime, by: uuid.UUID | None = None) -> set[uuid.UUID]:
    """Let the orders happen, ending `now`; return the ids of those that had not happened before. All or none.

    `by` is whoever of the staff acts in them.
    """
    known = set(Order.objects.filter(pk__in=[story.order_id for story in stories]).values_list("pk", flat=True))
    new = [story for story in stories if story.order_id not in known]
    order_ids = {story.order_id for story in new}
    if new:
        # What waits already is of today.
        _read_all(now=now)
        _live_through(new, order_ids=order_ids, by=by, now=now)
        _owe_what_is_news(order_ids, now=now)
    return order_ids


def _live_through(
    stories: Sequence[Story], *, order_ids: Collection[uuid.UUID], by: uuid.UUID | None, now: datetime
) -> None:
    steps = sorted((step for story in stories for step in _steps(story, by=by, now=now)), key=lambda step: step.at)
    heard = sorted(heard for story in stories for heard in story.heard)
    for morning in _mornings(steps[0].at, now):
        while steps and steps[0].at <= morning:
            step = steps.pop(0)
            step.do(now=step.at)
        today = [one for one in heard if one.at <= morning]
        del heard[: len(today)]
        _receive(today)
        _read_all(now=morning)
        due = Snapshot.objects.filter(order_id__in=order_ids, refresh_due_at__lte=morning)
        # The orders were made in this transaction: nobody else can hold them.
        refresh_locked(list(due.values_list("order_id", flat=True)), now=morning, by_age=True)


def _mornings(first: datetime, now: datetime) -> Iterator[datetime]:
    """Yield the shop's mornings between the two moments, and `now`."""
    zone = shop_zone()
    day = first.astimezone(zone).date()
    while (morning := datetime.combine(day, MORNING, tzinfo=zone)) < now:
        if morning > first:
            yield morning
        day += DAY
    yield now


def _receive(heard: Collection[Heard]) -> None:
    by_moment: dict[datetime, list[Heard]] = defaultdict(list)
    for one in heard:
        by_moment[one.at].append(one)
    for at, those in by_moment.items():
        store_messages([message(one.hook, one.body) for one in those], now=at)


def _read_all(*, now: datetime) -> None:
    while update_timelines(now=now):
        pass


def _owe_what_is_news(order_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """On the way each step owed its message. Today only those are owed that are still news today."""
    OutboxEntry.objects.filter(order_id__in=order_ids, created_at__lt=now - STILL_NEWS).delete()
    refresh_status(order_ids, now=now)


def _steps(story: Story, *, by: uuid.UUID | None, now: datetime) -> Iterator[_Step]:
    yield _Step(_ago(now, story.placed_hours_ago), partial(_place, story))
    if story.picked_hours_ago is not None:
        yield _Step(_ago(now, story.picked_hours_ago), partial(start_picking, story.order_id, by=None))
    for position, parcel in enumerate(story.parcels, start=1):
        parcel_id = uuid.uuid5(story.order_id, str(position))
        yield _Step(_ago(now, parcel.packed_hours_ago), partial(_pack, story, parcel, parcel_id=parcel_id))
        if parcel.handed_over_hours_ago is not None:
            yield _Step(_ago(now, parcel.handed_over_hours_ago), partial(hand_over, [parcel_id], by=None))
        if parcel.onward:
            yield _Step(_ago(now, parcel.onward.begun_hours_ago), partial(_hand_on, parcel.onward, parcel_id))
    for after in story.after:
        yield _Step(_ago(now, after.hours_ago), partial(do_after, story.order_id, after, by=by))


def _place(story: Story, *, now: datetime) -> None:
    lines = _lines(story.items)
    items_minor = sum(line.unit_minor * line.quantity for line in lines)
    availability = slowest(article.availability for article in articles(story.items).values())
    offers = quotes(country=story.country, availability=availability, items_minor=items_minor, now=now)
    quote = next(offer for offer in offers if offer.option == story.delivery)
    reserve(story.order_id, story.items, now=now)
    new = _new_order(story, lines=lines, items_minor=items_minor, quote=quote)
    _pay(new, now=now)
    accept_order(new, promised=quote.window, evidence=quote.evidence, now=now)


def _new_order(story: Story, *, lines: tuple[NewLine, ...], items_minor: int, quote: DeliveryQuote) -> NewOrder:
    symbols = story.number_body + check_symbol(story.number_body)
    return NewOrder(
        id=story.order_id,
        number=f"BS-{symbols[:4]}-{symbols[4:]}",
        email=story.email,
        lines=lines,
        address=NewAddress(
            name=story.name,
            street=story.street,
            postal_code=story.postal_code,
            city=story.city,
            country=story.country,
        ),
        delivery_option=quote.option,
        delivery_minor=quote.price_minor,
        tax_minor=tax_in(items_minor + quote.price_minor, rate_bp=quote.tax_rate_bp),
        tax_rate_bp=quote.tax_rate_bp,
    )


def _pay(new: NewOrder, *, now: datetime) -> None:
    payment = start_payment(
        new.id,
        amount_minor=new.items_minor + new.delivery_minor,
        currency=new.currency,
        method="card_ok",
        now=now,
    )
    paid = Answer(state=PaymentState.SUCCEEDED, provider_ref=f"story-{new.number}", card_hint="Visa 4242")
    apply_answer(payment.id, paid, now=now)


def _pack(story: Story, parcel: StoryParcel, *, parcel_id: uuid.UUID, now: datetime) -> None:
    lines = {line.sku: line.id for line in order_cards([story.order_id])[story.order_id].lines}
    pack(
        story.order_id,
        parcel_id=parcel_id,
        items={lines[sku]: quantity for sku, quantity in parcel.items.items()},
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        by=None,
        now=now,
    )


def _hand_on(onward: Onward, parcel_id: uuid.UUID, *, now: datetime) -> None:
    add_leg(parcel_id, carrier=onward.carrier, tracking_number=onward.tracking_number, by=None, now=now)


def _lines(items: Mapping[str, int]) -> tuple[NewLine, ...]:
    known = articles(items)
    return tuple(
        NewLine(
            sku=sku,
            name=known[sku].name,
            variant=known[sku].variant,
            silhouette=known[sku].kind,
            tint=known[sku].tint,
            quantity=quantity,
            unit_minor=known[sku].price_minor,
            weight_grams=known[sku].weight_grams,
            hs_code=known[sku].hs_code,
            origin=known[sku].origin,
        )
        for sku, quantity in items.items()
    )


def _ago(now: datetime, hours: float) -> datetime:
    return now - timedelta(hours=hours)
