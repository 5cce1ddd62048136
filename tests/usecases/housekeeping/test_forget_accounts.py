from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.usecases.housekeeping.forget_accounts import (
    UNPROVED_KEPT,
    forget_session_notes,
    forget_unproved_accounts,
)
from tests.factories import placed_order

pytestmark = pytest.mark.django_db
LONG_AGO = UNPROVED_KEPT + timedelta(seconds=1)


def account(email, *, joined, verified=False, **fields):
    user = User.objects.create_user(email, "a-long-password", **fields)
    User.objects.filter(pk=user.pk).update(joined_at=joined)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def test_accounts_that_nobody_proved_and_nobody_entered_go_after_a_week(now):
    account("mistyped@example.com", joined=now - LONG_AGO)
    account("fresh@example.com", joined=now - UNPROVED_KEPT)
    account("proved@example.com", joined=now - LONG_AGO, verified=True)
    account("entered@example.com", joined=now - LONG_AGO, last_login=now - LONG_AGO)
    account("wim@example.com", joined=now - LONG_AGO, is_staff=True)
    buyer = account("buyer@example.com", joined=now - LONG_AGO)
    Order.objects.filter(id=placed_order(now=now).id).update(customer_id=buyer.pk)

    forget_unproved_accounts(now)
    left = set(User.objects.values_list("email", flat=True))
    assert left == {
        "fresh@example.com",
        "proved@example.com",
        "entered@example.com",
        "wim@example.com",
        "buyer@example.com",
    }
    assert forget_unproved_accounts(now) == 0


def test_notes_on_sessions_go_with_the_sessions(now):
    user = account("ada@example.com", joined=now)
    Session.objects.create(session_key="open", session_data="", expire_date=now)
    for key in ("open", "over"):
        UserSession.objects.create(user=user, session_key=key, ip="203.0.113.4", user_agent="curl/8")
    assert forget_session_notes(now) == 1
    assert UserSession.objects.get().session_key == "open"
