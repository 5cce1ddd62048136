"""What people decide about their messages: which, on which channel, on which browser, or none any more."""

import base64
import hashlib
import uuid
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from severshop.domain.customers.models import User
from severshop.domain.notifications import actions, queries
from severshop.domain.notifications.actions import NewSubscription
from severshop.domain.notifications.channels import Choices, TroubleKind
from severshop.domain.notifications.owners import Owner
from severshop.domain.orders.models import Order
from severshop.infra.addresses import address_hash
from severshop.infra.purposes import read_purpose_token
from severshop.infra.webpush.encryption import check_keys
from severshop.infra.webpush.endpoints import check_form
from severshop.usecases.notifying.order_letters import UNSUBSCRIBE


class NoSuchTokenError(Exception):
    """The token was never good, or is no longer: the order has another link or another address."""


@transaction.atomic
def choose(owner: Owner, choices: Choices, *, now: datetime) -> None:
    """Write what somebody wants to hear, and how."""
    actions.write_choices(owner, choices, now=now)


@transaction.atomic
def subscribe_browser(owner: Owner, *, endpoint: str, p256dh: str, auth: str, now: datetime) -> uuid.UUID:
    """Keep a browser that allows notifications.

    Raises `EndpointRefusedError`, `KeyRefusedError` and `TooManySubscriptionsError`.
    """
    check_form(endpoint, local_allowed=settings.PUSH_LOCAL_ALLOWED)
    check_keys(p256dh, auth)
    new = NewSubscription(endpoint=endpoint, endpoint_hash=endpoint_hash(endpoint), p256dh=p256dh, auth=auth)
    return actions.subscribe(owner, new, now=now)


@transaction.atomic
def unsubscribe_browser(owner: Owner, *, endpoint: str = "", subscription_id: uuid.UUID | None = None) -> int:
    """Forget a browser, by its endpoint or by its id; return how many there were."""
    if subscription_id:
        return actions.unsubscribe(owner, subscription_id=subscription_id)
    return actions.unsubscribe(owner, endpoint_hash=endpoint_hash(endpoint))


@transaction.atomic
def unsubscribe_by_token(token: str, *, now: datetime) -> None:
    """End the mails that are not owed about an order, and about all orders of its owner where it has one.

    Raises `NoSuchTokenError`. Doing it again changes nothing.
    """
    order = _order_of(token)
    if order is None:
        raise NoSuchTokenError
    owners = [Owner(order_id=order.id)]
    if order.customer_id:
        owners.append(Owner(user_id=order.customer_id))
    for owner in owners:
        before = queries.choices_of(owner)
        actions.write_choices(owner, replace(before, mail=frozenset()), now=now)


def is_unsubscribe_token(token: str) -> bool:
    """Tell whether a token can end mails."""
    return _order_of(token) is not None


@transaction.atomic
def resume_mail(order_id: uuid.UUID, *, now: datetime) -> None:
    """Write to the order's address again, though mails came back or were marked as unwanted."""
    email = Order.objects.filter(id=order_id).values_list("email", flat=True).first()
    if email:
        actions.note_trouble(address_hash(email), kind=TroubleKind.RESUMED, order_id=order_id, now=now)


@transaction.atomic
def resume_mail_of_person(user_id: uuid.UUID, *, now: datetime) -> None:
    """Write to the account's address again."""
    email = User.objects.filter(id=user_id).values_list("email", flat=True).first()
    if email:
        actions.note_trouble(address_hash(email), kind=TroubleKind.RESUMED, order_id=None, now=now)


def endpoint_hash(endpoint: str) -> str:
    """Return what a browser's endpoint is found by."""
    return base64.urlsafe_b64encode(hashlib.sha256(endpoint.encode()).digest()).rstrip(b"=").decode()


def _order_of(token: str) -> Order | None:
    named = read_purpose_token(token, purpose=UNSUBSCRIBE)
    if named is None:
        return None
    return Order.objects.filter(
        id=named.order_id, link_generation=named.link_generation, email_version=named.email_version
    ).first()
