from datetime import timedelta

import pytest

from severshop.infra.outbox import queries
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import DeliveryError, GiveUpError, run_batch

pytestmark = pytest.mark.django_db


def test_topics_say_what_waits_since_when_and_what_was_given_up(fill, now):
    fill("old", at=now - timedelta(hours=1))
    fill("gone", "done", "busy")
    fill("settled", topic="payment.settle")

    def handle(entry):
        if entry.key == "gone":
            raise GiveUpError("no such order")
        if entry.key in {"busy", "old"}:
            raise DeliveryError("busy")

    run_batch(["mail"], handle, clock=lambda: now)
    mail, payments = queries.topics()
    assert (mail.topic, mail.waiting, mail.failing, mail.failed) == ("mail", 2, 2, 1)
    assert mail.oldest_at == now - timedelta(hours=1)
    assert (payments.topic, payments.waiting, payments.failed) == ("payment.settle", 1, 0)


def test_an_empty_outbox_has_no_topics():
    assert queries.topics() == ()
    assert queries.failed() == ()


def test_the_failed_are_listed_newest_first_with_their_cause(fill, now):
    def give_up(entry):
        raise GiveUpError(f"no order for {entry.key}")

    for minute in range(3):
        fill(f"key-{minute}", at=now)
        run_batch(["mail"], give_up, clock=lambda minute=minute: now + timedelta(minutes=minute))
    failed = queries.failed(limit=2)
    assert [(entry.key, entry.last_error, entry.attempts) for entry in failed] == [
        ("key-2", "no order for key-2", 1),
        ("key-1", "no order for key-1", 1),
    ]


def test_an_entry_is_found_by_its_key(fill):
    fill("a")
    assert queries.id_of("a") == OutboxEntry.objects.get().id
    assert queries.id_of("b") is None
