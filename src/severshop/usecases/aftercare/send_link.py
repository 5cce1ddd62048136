"""Somebody lost the link to an order: it goes by mail, to the order's address and to no other."""

import hmac
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC, link
from severshop.domain.orders.models import Order
from severshop.infra.ids import uuid7
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use

__all__ = ["TooOftenError", "send_link"]

ONE_MAIL_EVERY = timedelta(minutes=10)
HOUR = timedelta(hours=1)
ASKINGS_BY_ORIGIN = 30
"""In an hour, from one network address: a household or an office shares one."""
ASKINGS_BY_NUMBER = 6
"""In an hour, for one order: nobody finds out its e-mail address by trying."""


class _TakeBackError(Exception):
    pass


@transaction.atomic
def send_link(*, number: str, email: str, origin: str, now: datetime) -> None:
    """Mail the order's link if number and e-mail address belong together; do the same work if they do not.

    Nothing tells the asker which it was. Raises `TooOftenError` when the order or the origin
    has asked too often.
    """
    limits = [
        Limit(f"link origin {origin}", ASKINGS_BY_ORIGIN, HOUR),
        Limit(f"link order {number}", ASKINGS_BY_NUMBER, HOUR),
    ]
    count_use(limits, now=now)
    order_id, known_email = Order.objects.filter(number=number).values_list("id", "email").first() or (uuid7(), "")
    _put(order_id, keep=hmac.compare_digest(_fold(known_email), _fold(email)), now=now)


def _put(order_id: uuid.UUID, *, keep: bool, now: datetime) -> None:
    """Put the mail into the outbox. One that is not to be kept is written as well, and taken back."""
    window = int(now.timestamp() // ONE_MAIL_EVERY.total_seconds())
    message = link(order_id, asked=str(window))
    try:
        with transaction.atomic():
            put([NewEntry(MAIL_TOPIC, message.key, order_id, message.payload)], now=now)
            if not keep:
                raise _TakeBackError
    except _TakeBackError:
        return


def _fold(email: str) -> bytes:
    return email.strip().casefold().encode()
