"""What somebody bought as a guest joins their account, once they have proved that the address is theirs."""

import uuid
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower

from severshop.domain.orders.models import Order


def join_guest_orders(user_id: uuid.UUID, *, now: datetime) -> int:
    """Give the account every guest's order made with one of its verified addresses; return how many there were.

    An order that belongs to an account stays there, and an address that was only typed proves nothing.
    """
    proved = EmailAddress.objects.filter(user_id=user_id, verified=True).values_list("email", flat=True)
    addresses = {email.lower() for email in proved}
    if not addresses:
        return 0
    guests = Order.objects.alias(folded=Lower("email")).filter(folded__in=addresses, customer=None)
    # Looking first keeps a sign-in without anything to join out of the writers' queue.
    if not guests.exists():
        return 0
    with transaction.atomic():
        found = list(guests.order_by("id").select_for_update().values_list("id", flat=True))
        return Order.objects.filter(id__in=found).update(customer_id=user_id, joined_at=now)
