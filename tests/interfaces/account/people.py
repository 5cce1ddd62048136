"""People at the door."""

from allauth.account.models import EmailAddress
from django.test import Client

from severshop.domain.customers.models import User

PASSWORD = "a-quiet-pair-of-boots"


def make_shopper(email, password=PASSWORD, *, verified=True, **fields):
    """Somebody who has an account."""
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def signed_in(email, password=PASSWORD, **headers):
    """A browser in which somebody has just signed in by password."""
    client = Client(**headers)
    client.post("/account/login/", {"login": email, "password": password})
    assert is_in(client)
    return client


def is_in(client):
    return "_auth_user_id" in client.session
