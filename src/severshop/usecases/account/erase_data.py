"""Deletes an account. What tax law wants kept stays, and is nobody's any more (ADR 0023).

1. Guests' orders with a proved address of the account join it, so that none is left behind.
2. Nothing may be under way: a parcel needs a name and a street to arrive at.
3. Every room forgets; orders lose their people; the account goes with all that hangs on it.
4. The pages of the orders are written anew, under links that nobody was given.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction

from severshop.domain.customers.actions import lock_user
from severshop.domain.customers.models import User
from severshop.domain.orders import personal as orders
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import lock_orders
from severshop.domain.payments import personal as payments
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking import personal as tracking
from severshop.infra.outbox import personal as outbox
from severshop.infra.people import NotNowError, Person, keepers
from severshop.usecases.account.join_guest_orders import join_guest_orders
from severshop.usecases.account.whose import person_of
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.statuses import OrderStatus

__all__ = [
    "Kept",
    "NotNowError",
    "StaffAccountError",
    "StillUnderWayError",
    "erase_data",
    "open_orders",
    "what_is_kept",
]

ENDED = (OrderStatus.DELIVERED.value, OrderStatus.CANCELLED.value)


class StillUnderWayError(Exception):
    """Orders have not arrived yet; `numbers` says which."""

    def __init__(self, numbers: Collection[str]) -> None:
        super().__init__(f"{len(numbers)} orders under way")
        self.numbers = tuple(numbers)


class StaffAccountError(Exception):
    """Somebody of the staff: what they did must stay somebody's. An owner ends their access."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many orders stay for the books, and until the end of which year the last of them."""

    orders: int
    until_year: int | None


def open_orders(user_id: uuid.UUID) -> tuple[str, ...]:
    """Return the numbers of the orders that must arrive before the account can go."""
    return _open(person_of(user_id).order_ids)


def what_is_kept(user_id: uuid.UUID, *, years: int) -> Kept:
    """Return what would stay. The law counts from the end of the year in which was bought."""
    bought = list(Order.objects.filter(customer_id=user_id).values_list("placed_at", flat=True))
    return Kept(orders=len(bought), until_year=max(bought).year + years if bought else None)


def erase_data(user_id: uuid.UUID, *, now: datetime) -> None:
    """Delete the account and forget the person. The caller made sure that it is they who ask.

    Raises `StillUnderWayError`, `StaffAccountError`, `NotNowError` (a payment is under way).
    """
    join_guest_orders(user_id, now=now)
    message_ids = tracking.messages_about(person_of(user_id).order_ids)
    with transaction.atomic():
        user = lock_user(user_id)
        if user.is_staff:
            raise StaffAccountError
        person = person_of(user_id)
        lock_orders(person.order_ids)
        if numbers := _open(person.order_ids):
            raise StillUnderWayError(numbers)
        _forget(person, message_ids=message_ids, now=now)
        _delete_account(user)
        refresh_status(person.order_ids, now=now)
        outbox.forget_people(person.order_ids, person.emails, now=now)


def _open(order_ids: Collection[uuid.UUID]) -> tuple[str, ...]:
    ended = Snapshot.objects.filter(order__in=order_ids, status__in=ENDED).values("order_id")
    found = Order.objects.filter(pk__in=order_ids).exclude(pk__in=ended).order_by("placed_at", "id")
    return tuple(found.values_list("number", flat=True))


def _forget(person: Person, *, message_ids: Collection[int], now: datetime) -> None:
    for keeper in keepers():
        keeper.erase(person)
    tracking.forget_people(person.order_ids, message_ids=message_ids)
    payments.forget_people(person.order_ids)
    orders.make_nobodys(person.order_ids, now=now)


def _delete_account(user: User) -> None:
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    LogEntry.objects.filter(content_type__app_label="customers", object_id=str(user.pk)).delete()
    # Addresses, sizes, keys, sessions and proved addresses hang on it and go with it.
    user.delete()
