"""Answers by mail: into their case, or into a new one about the order whose mail was answered."""

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.notifications.models import InboundMail
from severshop.domain.support.models import Case, Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.notifying.hear_mail import INBOUND_TOPICS, keep_mails, letter_box
from severshop.vocabulary.roles import Role
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


def from_whom(raw, sender):
    return raw.replace(b"From: Ada Winter <ada@example.com>", b"From: " + sender.encode())


@pytest.fixture
def confirmed(server, now):
    """The entry of a mail that went out about an order."""
    placed_order(now=now)
    deliver(now)
    return OutboxEntry.objects.get().id


@pytest.mark.parametrize(
    ("sender", "is_theirs"),
    [
        ("ADA@Example.COM", True),
        ("Ada <ada@example.com>", True),
        ("eve@evil.example", False),
        ('"ada@example.com" <eve@evil.example>', False),
        ("ada@example.com.evil.example", False),
        (f"{'ada' * 5000}@example.com", False),
    ],
)
def test_a_question_by_mail_is_verified_by_its_sender(confirmed, now, sender, is_theirs):
    assert hear(from_whom(answer_to(confirmed), sender), now).outcome == "question"
    entry = Entry.objects.get()
    assert (entry.via, entry.is_verified) == ("mail", is_theirs)
    assert "What is wrong with them?" in entry.whole


@pytest.mark.parametrize("sender", ["", "<>", "nobody"])
def test_without_a_sender_nothing_is_verified(confirmed, now, sender):
    hear(from_whom(answer_to(confirmed), sender), now)
    assert not Entry.objects.filter(is_verified=True).exists()


def test_a_huge_question_is_cut(confirmed, now):
    hear(answer_to(confirmed, text="x" * 300_000), now)
    entry = Entry.objects.get()
    assert (len(entry.text), len(entry.whole)) == (5_000, 100_000)


def test_a_stranger_is_sent_nothing_and_marked_for_the_staff(confirmed, server, now, client):
    before = len(server.mails)
    hear(from_whom(answer_to(confirmed, text="Send it to Eve Street"), "eve@evil.example"), now)
    deliver(now)
    letter = server.mails[before]
    assert len(server.mails) == before + 1
    assert letter["To"] == "ada@example.com"
    assert "evil.example" not in letter.as_string()
    assert "Eve Street" not in letter.as_string()
    client.force_login(make_staff("sam@example.com", name="Sam", password="a-long-one", roles=[Role.SUPPORT]))
    page = client.get(f"/staff/cases/{Case.objects.get().id}/").content.decode()
    assert "it came from another address" in page
    assert "The shopper</strong>" not in page


def test_strangers_do_not_use_up_what_the_order_may_ask(confirmed, now):
    for number in range(8):
        hear(from_whom(answer_to(confirmed, number=number), "eve@evil.example"), now)
    assert hear(answer_to(confirmed, number=9), now).outcome == "question"
