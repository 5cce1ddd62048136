import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.shipping.actions import load_shipping

PASSWORD = "a-long-password-of-mira"


@pytest.fixture
def mira(db):
    user = User.objects.create_user("mira@example.com", PASSWORD, name="Mira Sommer")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def browser(mira):
    """A browser in which Mira has just signed in, through the page."""
    load_shipping()
    client = Client()
    answer = client.post("/account/login/", {"login": mira.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client
