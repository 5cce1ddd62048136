import pytest

from severshop.infra.outbox.actions import NewEntry, put


@pytest.fixture
def fill(now):
    """Put entries with these keys into the outbox."""

    def fill(*keys, topic="mail", at=now):
        put([NewEntry(topic=topic, key=key, payload={"key": key}) for key in keys], now=at)

    return fill
