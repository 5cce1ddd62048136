"""What the page about somebody's messages shows."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.customers.models import User
from severshop.domain.notifications import queries
from severshop.domain.notifications.channels import Choices, Stop
from severshop.domain.notifications.owners import Owner
from severshop.domain.orders.models import Order
from severshop.infra.addresses import address_hash
from severshop.infra.webpush.vapid import public_key
from severshop.usecases.reading.link_holder import OrderRef, hint_of
from severshop.usecases.reading.shopper_zone import shopper_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A browser that is told, as its owner can recognise it."""

    id: uuid.UUID
    endpoint_hash: str
    """By which the browser itself finds out that it is meant."""
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPage:
    """What was chosen, where it goes, and what hinders it."""

    owner: Owner
    choices: Choices
    browsers: tuple[Browser, ...]
    email_hint: str
    stop: Stop
    zone: ZoneInfo
    """Whose nights are kept as long as nobody chooses another."""
    push_key: str
    """For browsers that subscribe; empty where the shop has not set push up."""


def messages_of_order(order: OrderRef, *, now: datetime) -> MessagesPage:
    """Return the page of one order, for whoever holds its link."""
    owner = Owner(order_id=order.id)
    email = Order.objects.filter(id=order.id).values_list("email", flat=True).get()
    return MessagesPage(
        owner=owner,
        choices=queries.choices_for_order(order.id, customer_id=order.customer_id),
        browsers=_browsers(owner),
        email_hint=order.email_hint,
        stop=queries.stop_of_address(address_hash(email), now=now),
        zone=shopper_zone(order.id),
        push_key=push_key(),
    )


def messages_of_person(user_id: uuid.UUID, *, now: datetime) -> MessagesPage:
    """Return the page of somebody who is signed in, for all their orders."""
    owner = Owner(user_id=user_id)
    email = User.objects.filter(id=user_id).values_list("email", flat=True).get()
    newest = Order.objects.filter(customer_id=user_id).order_by("-placed_at").values_list("id", flat=True).first()
    return MessagesPage(
        owner=owner,
        choices=queries.choices_of(owner),
        browsers=_browsers(owner),
        email_hint=hint_of(email),
        stop=queries.stop_of_address(address_hash(email), now=now),
        zone=shopper_zone(newest) if newest else ZoneInfo(settings.SHOP_TIME_ZONE),
        push_key=push_key(),
    )


def push_key() -> str:
    """Return the public key that browsers subscribe with; nothing where push is not set up."""
    return public_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else ""


def _browsers(owner: Owner) -> tuple[Browser, ...]:
    return tuple(
        Browser(id=one.id, endpoint_hash=one.endpoint_hash, since=one.made_at)
        for one in queries.subscriptions_of(owner)
    )
