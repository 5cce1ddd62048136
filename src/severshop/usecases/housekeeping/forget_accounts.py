"""Lets go of accounts that nobody ever entered, and of notes on sessions that are over."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.usecases.housekeeping.forget import delete_in_chunks

UNPROVED_KEPT = timedelta(days=7)
"""Whoever mistyped an address, or typed somebody else's, does not keep it from its owner for longer."""


def forget_unproved_accounts(now: datetime) -> int:
    """Delete accounts whose address was never proved and that nobody ever entered; return how many went."""
    proved = EmailAddress.objects.filter(user_id=OuterRef("pk"), verified=True)
    orders = Order.objects.filter(customer_id=OuterRef("pk"))
    return delete_in_chunks(
        User.objects.filter(joined_at__lt=now - UNPROVED_KEPT, last_login=None, is_staff=False, is_superuser=False)
        .exclude(Exists(proved))
        .exclude(Exists(orders))
    )


def forget_session_notes(now: datetime) -> int:  # noqa: ARG001 - a job is told the time
    """Forget from where sessions were opened that no longer are; return how many notes went."""
    open_still = Session.objects.filter(session_key=OuterRef("session_key"))
    return delete_in_chunks(UserSession.objects.exclude(Exists(open_still)))
