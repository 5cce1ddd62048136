"""A mistyped e-mail address, mended by the buyer."""

import uuid
from datetime import datetime, timedelta

from django.core.validators import validate_email
from django.db import transaction

from severshop.domain.orders import actions
from severshop.domain.orders.models import Order
from severshop.usecases.refresh_status import refresh_status

CORRECTABLE_FOR = timedelta(minutes=30)
MOST_CORRECTIONS = 3
"""Each sends a mail to an address that nobody has proved to be theirs."""


class TooLateError(Exception):
    """The address can no longer be corrected here: more than 30 minutes have passed."""


class TooOftenError(Exception):
    """The address has been corrected as often as it can be."""


@transaction.atomic
def correct_email(order_id: uuid.UUID, *, email: str, now: datetime) -> None:
    """Write the right address; the confirmation goes there, and the link that went astray no longer opens.

    The caller makes sure that it is the buyer's own browser. Raises `TooLateError`, `TooOftenError`,
    `Order.DoesNotExist` and Django's `ValidationError`.
    """
    validate_email(email)
    order = Order.objects.select_for_update().get(pk=order_id)
    if now - order.placed_at > CORRECTABLE_FOR:
        raise TooLateError
    if email == order.email:
        return
    if order.email_version > MOST_CORRECTIONS:
        raise TooOftenError
    actions.correct_email(order, email=email, now=now)
    refresh_status([order_id], now=now)
