"""What a mail server received: which mails can be ended, which were, and what comes back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from severshop.domain.notifications.actions import erase_of
from severshop.domain.notifications.channels import Choices, Stop, TroubleKind
from severshop.domain.notifications.models import InboundMail, MailTrouble
from severshop.domain.notifications.owners import Owner
from severshop.domain.notifications.queries import export_of, stop_of_address, troubles_of_address
from severshop.domain.notifications.rules import MAIL_TOPIC, Kind, link
from severshop.domain.orders.actions import correct_email
from severshop.infra.addresses import address_hash
from severshop.infra.ids import uuid7
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import Outcome, run_batch
from severshop.usecases.housekeeping.forget import forget_mails_that_came
from severshop.usecases.notifying.choose import choose, resume_mail
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.notifying.hear_mail import INBOUND_TOPICS, keep_mails, letter_box
from tests.factories import packed_parcel, placed_order
from tests.usecases.notifying.inbound_samples import bounce, complaint, reply

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
ADA = "ada@example.com"


@pytest.fixture
def order(now):
    return placed_order(now=now)


def deliver(now):
    with post_office(lambda: now) as handle:
        return run_batch(MAIL_TOPICS, handle, clock=lambda: now).counts


def hear(raw, now):
    keep_mails([raw], now=now)
    with letter_box(lambda: now) as handle:
        return run_batch(INBOUND_TOPICS, handle, clock=lambda: now).counts


def by_subject(server, beginning):
    return next(mail for mail in server.mails if mail["Subject"].startswith(beginning))


def sent_entry(order, kind):
    return OutboxEntry.objects.get(order_id=order.id, topic=MAIL_TOPIC, payload__kind=kind)


def test_only_what_can_be_turned_off_can_be_ended_with_one_click(server, order, now):
    packed_parcel(order, now=now)
    deliver(now)
    shipped, confirmation = by_subject(server, "Shipped"), by_subject(server, "Order")
    assert shipped["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://localhost:8000(/unsubscribe/[\w-]{48}/)>", shipped["List-Unsubscribe"])[1]
    for part in ("plain", "html"):
        assert address in shipped.get_body((part,)).get_content()
        assert "/unsubscribe/" not in confirmation.get_body((part,)).get_content()
    assert confirmation["List-Unsubscribe"] is confirmation["List-Unsubscribe-Post"] is None
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    parcel = packed_parcel(order, now=now + MINUTE)
    assert deliver(now + MINUTE) == {Outcome.DROPPED: 1}
    assert f"shipped:{parcel.position}" in OutboxEntry.objects.exclude(last_error="").get().key


def test_mail_programs_that_decode_nothing_read_the_address_and_the_thread(server, order, now, settings):
    settings.PUBLIC_URL = "https://a-shop-with-a-rather-long-name.example.com"
    packed_parcel(order, now=now)
    deliver(now)
    raw = next(content for _to, content in server.envelopes if b"Subject: Shipped" in content)
    head = raw.split(b"\r\n\r\n")[0].decode("ascii")
    address = r"<https://a-shop-with-a-rather-long-name\.example\.com/unsubscribe/[\w-]{48}/>"
    assert re.search(rf"^List-Unsubscribe: {address}\r$", head, re.MULTILINE)
    assert re.search(r"^References: <[0-9a-f-]{36}@bestshoesevershop\.example>\r?$", head, re.MULTILINE)
    assert max(map(len, head.splitlines())) < 998


def test_both_parts_lead_to_the_choice_and_to_the_calendar_unless_it_is_unwanted(server, order, now):
    deliver(now)
    choose(Owner(order_id=order.id), Choices(calendar=False), now=now)
    packed_parcel(order, now=now)
    deliver(now)
    for part in ("plain", "html"):
        first = by_subject(server, "Order").get_body((part,)).get_content()
        second = by_subject(server, "Shipped").get_body((part,)).get_content()
        assert re.search(r"/order/[\w-]{22}/messages/", first)
        assert re.search(r"/order/[\w-]{22}/delivery\.ics", first)
        assert "delivery.ics" not in second


def test_a_milestone_that_was_turned_off_a_second_ago_is_not_written(server, order, now):
    packed_parcel(order, now=now)
    choose(Owner(order_id=order.id), Choices(mail=frozenset({Kind.DELIVERED})), now=now)
    assert deliver(now) == {Outcome.DONE: 1, Outcome.DROPPED: 1}
    assert sent_entry(order, "shipped").last_error == "not sent: turned off by the reader"


def test_a_mail_that_comes_back_for_good_ends_news_at_once_and_what_is_owed_still_goes(server, order, now):
    deliver(now)
    hear(bounce(sent_entry(order, "received").id), now)
    assert stop_of_address(address_hash(ADA), now=now) is Stop.UNREACHABLE
    packed_parcel(order, now=now)
    asked = link(order.id, asked="1")
    put([NewEntry(topic=MAIL_TOPIC, key=asked.key, order_id=order.id, payload=asked.payload)], now=now)
    assert deliver(now) == {Outcome.DROPPED: 1, Outcome.DONE: 1}
    assert server.mails[-1]["Subject"].startswith("The link")
    resume_mail(order.id, now=now + MINUTE)
    packed_parcel(order, now=now + MINUTE)
    assert deliver(now + MINUTE) == {Outcome.DONE: 1}


def test_three_mails_that_come_back_for_now_are_as_many_as_may_be(server, now):
    for number in range(3):
        assert stop_of_address(address_hash(ADA), now=now) is Stop.NONE
        order = placed_order(now=now + number * MINUTE)
        deliver(now + number * MINUTE)
        hear(bounce(sent_entry(order, "received").id, status="4.2.2"), now + number * MINUTE)
    assert stop_of_address(address_hash(ADA), now=now) is Stop.UNREACHABLE


def test_a_complaint_ends_news(server, order, now):
    deliver(now)
    hear(complaint(sent_entry(order, "received").id), now)
    assert stop_of_address(address_hash(ADA), now=now) is Stop.UNWANTED


def test_the_same_report_twice_is_one(server, order, now):
    deliver(now)
    raw = bounce(sent_entry(order, "received").id)
    assert hear(raw, now) == {Outcome.DONE: 1}
    assert hear(raw, now) == {}
    assert hear(raw + b"\r\n", now) == {Outcome.DONE: 1}
    assert [line.kind for line in troubles_of_address(address_hash(ADA))] == [TroubleKind.HARD]


def test_nobody_ends_anybodys_news_without_having_had_the_mail(server, order, now):
    packed_parcel(order, now=now)
    deliver(now)
    for forged in (bounce(), bounce(uuid7()), bounce(order.id), complaint(uuid7())):
        hear(forged, now)
    assert not MailTrouble.objects.exists()
    assert set(InboundMail.objects.values_list("outcome", flat=True)) == {"ignored: about no order"}


def test_a_bounce_of_a_mail_that_was_not_sent_yet_is_nothing(order, now):
    hear(bounce(sent_entry(order, "received").id), now)
    assert not MailTrouble.objects.exists()


def test_a_bounce_of_the_mistyped_address_does_not_touch_the_right_one(server, order, now):
    deliver(now)
    first = sent_entry(order, "received").id
    correct_email(order, email="right@example.com", now=now + MINUTE)
    hear(bounce(first), now + 2 * MINUTE)
    assert stop_of_address(address_hash(ADA), now=now + 2 * MINUTE) is Stop.UNREACHABLE
    assert stop_of_address(address_hash("right@example.com"), now=now + 2 * MINUTE) is Stop.NONE


def test_what_a_room_knows_can_be_taken_along_and_erased(server, order, now):
    deliver(now)
    choose(Owner(order_id=order.id), Choices(), now=now)
    hear(bounce(sent_entry(order, "received").id), now)
    told = export_of(uuid7(), [order.id])
    assert [row["kind"] for row in told["mail_troubles"]] == ["hard"]
    assert "MAILER-DAEMON" in told["mails_received"][0]["message"]
    assert told["choices"][0]["quiet"] == ["21:00", "08:00"]
    erase_of(uuid7(), [order.id])
    assert not any(export_of(uuid7(), [order.id]).values())


def test_mails_that_came_in_are_forgotten_after_thirty_days(order, now):
    hear(reply(), now)
    assert forget_mails_that_came(now + timedelta(days=29)) == 0
    assert forget_mails_that_came(now + timedelta(days=31)) == 1
    assert not InboundMail.objects.exists()
