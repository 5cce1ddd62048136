"""What a change of an order would do, worked out before anything is written: for its review, and under its lock."""

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from severshop.domain.fulfilment.queries import picking_of
from severshop.domain.inventory.queries import available, is_counted_here
from severshop.domain.orders.actions import NewAddress
from severshop.domain.orders.cancelling import has_begun
from severshop.domain.orders.changing import (
    MOST_ADDRESSES_OF_MAIL,
    Prices,
    Standing,
    agreed_plus,
    new_prices,
    why_closed,
    why_unpaid,
)
from severshop.domain.orders.edits import ARTICLE, article_of, contact_of, edits_of, place_from, place_of
from severshop.domain.orders.models import Invoice, Order
from severshop.domain.payments.books import order_balance, paid_with
from severshop.domain.promises.facts import promised
from severshop.domain.promises.holidays import region_of
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.shipping.queries import Option, options, zone_of
from severshop.domain.shipping.rules import delivery_price
from severshop.usecases.promising.dates import Dates, dates_for
from severshop.usecases.reading.other_sizes import other_sizes
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.facts import tell
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged
from severshop.vocabulary.routes import Route
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSize:
    """Another article of the same product, instead of all units of a line."""

    position: int
    sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """Another way to ship."""

    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """Where else to write to, and whom to call."""

    email: str
    phone: str = ""


Wished = NewAddress | NewSize | NewDelivery | NewContact


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a change would do. `dates` is None where the dates stay, `why` None where it can be done."""

    kind: ChangeKind
    was: dict[str, Any]
    becomes: dict[str, Any]
    before: Prices
    after: Prices
    window: DeliveryWindow | None
    """The dates that hold now."""
    dates: Dates | None = None
    why: WhyNotChanged | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether it is all as it was."""
        return self.was == self.becomes

    @property
    def difference_minor(self) -> int:
        return self.after.total_minor - self.before.total_minor

    @property
    def seal(self) -> str:
        """A short text that changes with the plan: the page that shows it sends it back."""
        window = self.dates.window if self.dates else self.window
        days = [window.earliest.isoformat(), window.latest.isoformat()] if window else []
        said = [self.kind, self.was, self.becomes, self.before, self.after, days, self.why]
        raw = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()[:12]).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """An order as it is, as far as a change starts from it."""

    order: Order
    standing: Standing
    prices: Prices
    window: DeliveryWindow | None
    availability: Availability
    options: tuple[Option, ...]
    place: dict[str, str]

    @property
    def option(self) -> Option | None:
        """The way to ship that was chosen, as the merchant's table has it today."""
        return self.way(self.order.delivery_option)

    def way(self, code: str) -> Option | None:
        """Return a way to ship there."""
        return next((one for one in self.options if one.code == code), None)

    def route(self, option: Option, *, place: dict[str, str]) -> Route:
        """Return the way that the order would take."""
        region = region_of(place["country"], place["region"])
        return Route(
            option.carrier, option.code, settings.WAREHOUSE_COUNTRY, place["country"], region, self.availability
        )


def present_of(order_id: uuid.UUID, *, now: datetime) -> Present:
    """Return how an order stands. Raises `Order.DoesNotExist`."""
    order = Order.objects.get(pk=order_id)
    promise = promised([order_id]).get(order_id)
    place = place_of(order_id)
    return Present(
        order=order,
        standing=_standing(order, now=now),
        prices=Prices(order.items_minor, order.delivery_minor, order.tax_rate_bp, order.tax_minor),
        window=promise.newest if promise else None,
        availability=_availability(promise.lane if promise else ""),
        options=options(zone_of(place["country"])),
        place=place,
    )


def plan_change(wished: Wished, *, present: Present, now: datetime) -> Plan:
    """Return what a change would do, and why it is not done where it is not. Writes nothing."""
    match wished:
        case NewAddress():
            plan = _to(wished, present, now=now)
        case NewSize():
            plan = _in(wished, present)
        case NewDelivery():
            plan = _by(wished, present, now=now)
        case NewContact():
            plan = _for(wished, present)
    unpaid = why_unpaid(present.standing, difference_minor=plan.difference_minor)
    return replace(plan, why=why_closed(plan.kind, present.standing) or plan.why or unpaid)


def _to(address: NewAddress, present: Present, *, now: datetime) -> Plan:
    place = place_from(address)
    plan = _plan(ChangeKind.ADDRESS, present, was=present.place, becomes=place)
    if place["country"] != present.place["country"]:
        return replace(plan, why=WhyNotChanged.OTHER_COUNTRY)
    return replace(plan, dates=_dates(present, present.option, place=place, now=now))


def _by(wished: NewDelivery, present: Present, *, now: datetime) -> Plan:
    new, old = present.way(wished.option), present.option
    plan = _plan(
        ChangeKind.DELIVERY, present, was={"option": present.order.delivery_option}, becomes={"option": wished.option}
    )
    if new is None:
        return replace(plan, why=WhyNotChanged.NOT_OFFERED)
    items = present.prices.items_minor
    delivery = agreed_plus(
        present.prices.delivery_minor,
        old_today=_price(old, items_minor=items) if old else None,
        new_today=_price(new, items_minor=items),
    )
    after = new_prices(present.prices, items_minor=items, delivery_minor=delivery)
    return replace(plan, after=after, dates=_dates(present, new, place=present.place, now=now))


def _in(wished: NewSize, present: Present) -> Plan:
    line = article_of(present.order.pk, position=wished.position)
    if line is None:
        nothing = {"position": wished.position, "sku": ""}
        plan = _plan(ChangeKind.SIZE, present, was=nothing, becomes=nothing | {"sku": wished.sku})
        return replace(plan, why=WhyNotChanged.NOT_OFFERED)
    sold = {one.sku: one for one in other_sizes(line["sku"], language=present.order.language)}
    new, old = sold.get(wished.sku), sold.get(line["sku"])
    if new is None or old is None or not is_counted_here(present.order.pk):
        plan = _plan(ChangeKind.SIZE, present, was=line, becomes=line | {"sku": wished.sku})
        return replace(plan, why=WhyNotChanged.NOT_OFFERED)
    unit = agreed_plus(line["unit_minor"], old_today=old.unit_minor, new_today=new.unit_minor)
    article = {name: getattr(new, name) for name in ARTICLE} | {"unit_minor": unit}
    items = present.prices.items_minor + (unit - line["unit_minor"]) * line["quantity"]
    after = new_prices(present.prices, items_minor=items, delivery_minor=_delivery(present, items_minor=items))
    is_there = new.sku == old.sku or available([new.sku])[new.sku] >= line["quantity"]
    plan = _plan(ChangeKind.SIZE, present, was=line, becomes=line | article)
    return replace(plan, after=after, why=None if is_there else WhyNotChanged.SOLD_OUT)


def _for(wished: NewContact, present: Present) -> Plan:
    was = contact_of(present.order.pk)
    plan = _plan(ChangeKind.CONTACT, present, was=was, becomes={"email": wished.email, "phone": wished.phone})
    is_often = present.standing.addresses_of_mail >= MOST_ADDRESSES_OF_MAIL
    return replace(plan, why=WhyNotChanged.TOO_OFTEN) if is_often and wished.email != was["email"] else plan


def _plan(kind: ChangeKind, present: Present, *, was: dict[str, Any], becomes: dict[str, Any]) -> Plan:
    prices = present.prices
    return Plan(kind=kind, was=was, becomes=becomes, before=prices, after=prices, window=present.window)


def _standing(order: Order, *, now: datetime) -> Standing:
    story = tell([order.pk], today=now.astimezone(shop_zone()).date())[0]
    picking = picking_of(order.pk)
    started_at = picking.started_at if picking else None
    begun = has_begun(picking_started_at=started_at, parcels=[parcel.facts for parcel in story.parcels])
    return Standing(
        begun=begun or story.state.status is not OrderStatus.RECEIVED,
        cancel_asked=story.order.cancellation_requested,
        partly_cancelled=any(line.cancelled for line in story.order.lines),
        invoiced=Invoice.objects.filter(order=order).exists(),
        changes=len(edits_of(order.pk)),
        addresses_of_mail=order.email_version,
        paid_here=paid_with(order.pk) is not None and order_balance(order.pk).left >= order.total_minor,
    )


def _availability(lane: str) -> Availability:
    try:
        return Route.of_lane(lane).availability
    except ValueError:
        return Availability.IN_STOCK


def _dates(present: Present, option: Option | None, *, place: dict[str, str], now: datetime) -> Dates | None:
    """Return other dates where the way becomes another; None where the dates stay."""
    old = present.option
    if option is None or present.window is None:
        return None
    route = present.route(option, place=place)
    if old and route == present.route(old, place=present.place):
        return None
    (fewest, most), (quickest, slowest) = option.handling_days, option.transit_days
    rule = RuleDays(handling=Days(fewest=fewest, most=most), transit=Days(fewest=quickest, most=slowest))
    return dates_for(route, rule=rule, at=now)


def _delivery(present: Present, *, items_minor: int) -> int:
    option = present.option
    if option is None:
        return present.prices.delivery_minor
    return agreed_plus(
        present.prices.delivery_minor,
        old_today=_price(option, items_minor=present.prices.items_minor),
        new_today=_price(option, items_minor=items_minor),
    )


def _price(option: Option, *, items_minor: int) -> int:
    return delivery_price(
        items_minor=items_minor, price_minor=option.price_minor, free_from_minor=option.free_from_minor
    )
