"""All that belongs to a person: the account, its proved addresses, its orders."""

import uuid

from allauth.account.models import EmailAddress

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.infra.people import Person


def person_of(user_id: uuid.UUID) -> Person:
    """Return whose data it is. Raises `User.DoesNotExist`."""
    user = User.objects.get(pk=user_id)
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    orders = Order.objects.filter(customer=user).order_by("id").values_list("id", flat=True)
    # The address that one signs in with counts as well: it is kept with the account.
    emails = frozenset(email.lower() for email in (user.email, *proved))
    return Person(user_id=user_id, emails=emails, order_ids=tuple(orders))
