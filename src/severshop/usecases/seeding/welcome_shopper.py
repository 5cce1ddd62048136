"""Gives the demo somebody who buys: an account with a proved address, and the orders made with it."""

import uuid
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from severshop.domain.customers.actions import add_address, make_shopper, write_sizes
from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.usecases.account.join_guest_orders import join_guest_orders


@transaction.atomic
def welcome_shopper(
    email: str, *, name: str, password: str, address: HomeAddress, size: WornSize, now: datetime
) -> uuid.UUID:
    """Make the account, if there is none yet, and give it what was bought with its address."""
    user, is_new = make_shopper(email, name=name, password=password)
    if is_new:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        add_address(user.pk, address, now=now)
        write_sizes(user.pk, [size])
    join_guest_orders(user.pk, now=now)
    return user.pk
