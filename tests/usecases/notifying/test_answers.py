"""Answers by mail: into their case, or into a new one about the order whose mail was answered."""

import pytest

from severshop.domain.notifications.models import InboundMail
from severshop.domain.support.models import Case, Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.notifying.hear_mail import INBOUND_TOPICS, keep_mails, letter_box
from tests.factories import placed_order
from tests.usecases.notifying.inbound_samples import DOMAIN, ENTRY, reply

pytestmark = pytest.mark.django_db


def deliver(now):
    with post_office(lambda: now) as handle:
        run_batch(MAIL_TOPICS, handle, clock=lambda: now)


def hear(raw, now):
    keep_mails([raw], now=now)
    with letter_box(lambda: now) as handle:
        run_batch(INBOUND_TOPICS, handle, clock=lambda: now)
    return InboundMail.objects.latest("id")


def answer_to(entry, *, text="Please change the size to 43.", number=1):
    raw = reply(to=f"help@{DOMAIN}", text=text, more=f"In-Reply-To: <{entry}@{DOMAIN}>\r\n")
    return raw.replace(b"<abc@", f"<abc{number}@".encode())


def test_an_answer_to_the_confirmation_opens_a_case_about_the_order(server, now):
    order = placed_order(now=now)
    deliver(now)
    kept = hear(answer_to(OutboxEntry.objects.get().id), now)
    case = Case.objects.get()
    assert (case.order_id, kept.order_id, kept.outcome) == (order.id, order.id, "question")
    assert Entry.objects.get().text == "Please change the size to 43."


def test_the_same_answer_brought_twice_is_one_case(server, now):
    placed_order(now=now)
    deliver(now)
    raw = answer_to(OutboxEntry.objects.get().id)
    hear(raw, now)
    hear(raw.replace(b"Subject: Re:", b"Subject: AW:"), now)
    assert (Case.objects.count(), InboundMail.objects.count()) == (1, 2)


def test_an_answer_goes_into_its_case_by_the_address_that_our_letter_gave(server, now):
    placed_order(now=now)
    deliver(now)
    hear(answer_to(OutboxEntry.objects.get().id), now)
    deliver(now)
    letter = server.mails[-1]
    assert letter["Reply-To"].startswith("help+")
    kept = hear(reply(to=letter["Reply-To"], text="And please hurry."), now)
    assert kept.outcome == "answer"
    assert [entry.text for entry in Entry.objects.order_by("position")] == [
        "Please change the size to 43.",
        "And please hurry.",
    ]


def test_nobody_opens_a_case_without_having_had_a_mail(now):
    order = placed_order(now=now)
    for about in (ENTRY, order.id):
        assert hear(answer_to(about), now).outcome.startswith("ignored")
    assert hear(reply(to=f"help+no-such-case@{DOMAIN}"), now).outcome == "ignored: an answer to no case"
    assert not Case.objects.exists()


def test_whoever_answers_again_and_again_is_heard_some_times_an_hour(server, now):
    placed_order(now=now)
    deliver(now)
    entry = OutboxEntry.objects.get().id
    outcomes = [hear(answer_to(entry, number=number), now).outcome for number in range(10)]
    assert outcomes.count("question") == Case.objects.count() == 6
