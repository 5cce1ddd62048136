from types import SimpleNamespace

import pytest

from severshop.infra.outbox.models import OutboxEntry
from tests.interfaces.account.people import make_shopper, signed_in


@pytest.fixture
def letters(db):
    """What was put into the outbox for an address, oldest first: kind of letter and what it holds."""

    def to(address):
        entries = OutboxEntry.objects.filter(topic="mail").order_by("id")
        found = [entry.payload for entry in entries if entry.payload.get("secret", {}).get("to") == address]
        return [SimpleNamespace(kind=each["letter"], language=each["language"], **each["secret"]) for each in found]

    return to


@pytest.fixture
def code_for(letters):
    """The code in the newest letter to an address."""
    return lambda address: letters(address)[-1].code


@pytest.fixture
def shopper(db):
    """Somebody with a password and a proved address."""
    return make_shopper("ada@example.com")


@pytest.fixture
def inside(shopper):
    """A browser in which the shopper has just signed in by password."""
    return signed_in(shopper.email)
