import re
import uuid
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from severshop.domain.notifications.rules import MAIL_TOPIC, link
from severshop.domain.orders.actions import correct_email
from severshop.domain.orders.models import Address, Order
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.infra.links import link_token
from severshop.infra.outbox.actions import NewEntry, put, try_again
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.queries import failed
from severshop.infra.outbox.runner import Outcome, Policy, run_batch
from severshop.infra.retries import Backoff
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.milestones import Milestone, Reason
from tests.factories import packed_parcel, placed_order, ups_number

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
QUICK = Policy(attempts_max=2, backoff=Backoff(first=timedelta(seconds=1), ceiling=MINUTE))


def deliver(now, *, policy=QUICK):
    with post_office(lambda: now) as handle:
        return run_batch(MAIL_TOPICS, handle, clock=lambda: now, policy=policy).counts


def scan(parcel, milestone, *, at, reason=Reason.NONE):
    ScanRow.objects.create(
        order_id=parcel.order_id,
        parcel=parcel,
        leg=Leg.objects.get(parcel=parcel),
        fingerprint=f"{milestone}{at}",
        occurred_at=at,
        offset_minutes=60,
        milestone=milestone,
        reason=reason,
        city="Copenhagen",
        country="DK",
        heard_at=at,
    )
    refresh_status([parcel.order_id], now=at)


def test_a_whole_story_is_told_in_four_mails_each_once(server, now):
    order = placed_order(now=now)
    deliver(now)
    parcel = packed_parcel(order, now=now)
    deliver(now)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now + MINUTE)
    deliver(now + MINUTE)
    scan(parcel, Milestone.DELIVERED, at=now + 2 * MINUTE, reason=Reason.LETTER_BOX)
    for _ in range(3):
        refresh_status([order.id], now=now + 2 * MINUTE)
        deliver(now + 2 * MINUTE)
    number = order.number
    assert [mail["Subject"] for mail in server.mails] == [
        f"Order {number}: arriving Thu 26 – Mon 30 November",
        f"Shipped: order {number}",
        f"Arriving today: order {number}",
        f"Delivered: order {number}",
    ]
    delivered = server.mails[-1].get_body(("plain",)).get_content()
    assert "It is in your letter box." in delivered
    assert "DELIVERED TUE 24 NOVEMBER, 09:02" in delivered


def test_both_parts_say_all_that_was_agreed(server, now):
    order = placed_order(now=now, quantities=(1, 2))
    deliver(now)
    (mail,) = server.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    url = f"http://localhost:8000/t/{link_token(order.id, generation=1)}"
    for part in mail.iter_parts():
        text = part.get_content()
        for said in (
            order.number,
            "Strada Runner",
            "Rust, EU 43",
            "€258.00",
            "€387.00",
            "€4.90",
            "€391.90",
            "25%",
            "€25.80",
            "Ada Winter",
            "Nyhavn 17",
            "1051 Copenhagen",
            "Denmark",
            "Standard",
            "Thu 26 – Mon 30 November",
            "help@bestshoesevershop.example",
            url,
        ):
            assert said in text, (part.get_content_type(), said)


def test_the_envelope_and_the_headers_are_those_of_a_machine_that_can_be_answered(server, now):
    order = placed_order(now=now)
    deliver(now)
    entry = OutboxEntry.objects.get(order_id=order.id)
    recipients, _ = server.envelopes[0]
    (mail,) = server.mails
    assert recipients == ["ada@example.com"]
    assert mail["To"] == "ada@example.com"
    assert mail["From"] == "BestShoeSeverShop <help@bestshoesevershop.example>"
    assert mail["Message-ID"] == f"<{entry.id}@bestshoesevershop.example>"
    assert parsedate_to_datetime(mail["Date"]) == now
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert "In-Reply-To" not in mail


def test_later_mails_of_an_order_join_the_thread_of_the_first(server, now):
    order = placed_order(now=now)
    packed_parcel(order, now=now)
    deliver(now)
    by_subject = {mail["Subject"].split()[0]: mail for mail in server.mails}
    first, shipped = by_subject["Order"], by_subject["Shipped:"]
    assert shipped["In-Reply-To"] == shipped["References"] == first["Message-ID"]


def test_mails_of_an_order_whose_confirmation_somebody_else_wrote_are_a_thread_too(server, now):
    order = placed_order(now=now)
    OutboxEntry.objects.filter(order_id=order.id).delete()
    Order.objects.filter(id=order.id).update(placed_at=now - timedelta(days=2))
    parcel = packed_parcel(order, now=now)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now + MINUTE)
    deliver(now + MINUTE)
    shipped, today = server.mails
    assert shipped["References"] == today["References"] == shipped["In-Reply-To"]
    assert shipped["References"].strip() == f"<order-{order.id}-1@bestshoesevershop.example>"


def test_a_mail_sent_again_after_a_crash_is_the_same_mail(server, now, monkeypatch):
    class KilledError(BaseException):
        """The process ends between sending the mail and noting it."""

    def killed(*_args, **_more):
        raise KilledError

    placed_order(now=now)
    with monkeypatch.context() as patched:
        patched.setattr("severshop.infra.outbox.claims.mark_done", killed)
        with pytest.raises(KilledError):
            deliver(now)
    assert deliver(now + MINUTE) == {Outcome.DONE: 1}
    assert deliver(now + 2 * MINUTE) == {}
    first, again = server.mails
    assert first["Message-ID"] == again["Message-ID"]


def test_while_the_mail_server_is_down_nothing_is_lost(server, now):
    for _ in range(3):
        placed_order(now=now)
    server.stop()
    for minute in range(20):
        assert deliver(now + minute * MINUTE) == {Outcome.RELEASED: 3}
    assert set(OutboxEntry.objects.values_list("attempts", "failed_at")) == {(0, None)}
    assert "cannot be reached" in OutboxEntry.objects.exclude(last_error="").first().last_error
    server.start()
    assert deliver(now + 20 * MINUTE) == {Outcome.DONE: 3}
    assert len({mail["Message-ID"] for mail in server.mails}) == 3


def test_a_batch_of_mails_needs_one_connection(server, now):
    for _ in range(5):
        placed_order(now=now)
    assert deliver(now) == {Outcome.DONE: 5}
    assert server.connections == 1


def test_a_mail_that_is_refused_for_now_is_tried_again_and_holds_back_no_other(server, now):
    placed_order(now=now)
    placed_order(now=now + timedelta(microseconds=1))
    server.refuse_data = ["451 later"]
    assert deliver(now + MINUTE) == {Outcome.RETRY: 1, Outcome.DONE: 1}
    waiting = OutboxEntry.objects.get(done_at=None)
    assert waiting.last_error == "the mail server refused the mail (451)"
    assert deliver(waiting.due_at) == {Outcome.DONE: 1}
    assert len(server.mails) == 2


def test_a_refused_recipient_is_a_dead_letter_without_an_address_in_it(server, now):
    order = placed_order(now=now)
    server.refuse_recipients["ada@example.com"] = 550
    assert deliver(now) == {Outcome.FAILED: 1}
    (letter,) = failed()
    assert (letter.order_id, letter.last_error) == (order.id, "the mail server refuses the recipient (550)")
    server.refuse_recipients.clear()
    try_again(letter.id, now=now)
    assert deliver(now) == {Outcome.DONE: 1}


def test_a_recipient_refused_for_now_gets_the_mail_later_or_becomes_a_dead_letter(server, now):
    placed_order(now=now)
    server.refuse_recipients["ada@example.com"] = 450
    assert deliver(now) == {Outcome.RETRY: 1}
    assert deliver(now + MINUTE) == {Outcome.FAILED: 1}
    assert failed()[0].last_error == "the mail server refuses the recipient (450)"


def test_after_a_correction_only_the_right_address_hears(server, now):
    order = placed_order(now=now)
    correct_email(order, email="ada.winter@example.com", now=now)
    refresh_status([order.id], now=now)
    assert deliver(now) == {Outcome.DROPPED: 1, Outcome.DONE: 1}
    packed_parcel(order, now=now)
    deliver(now)
    assert [recipients for recipients, _ in server.envelopes] == [["ada.winter@example.com"]] * 2
    dropped = OutboxEntry.objects.get(key=f"mail:{order.id}:received:v1")
    assert "the e-mail address was corrected" in dropped.last_error
    new_link = f"/t/{link_token(order.id, generation=2)}"
    assert all(new_link in mail.get_body(("plain",)).get_content() for mail in server.mails)
    assert server.mails[1]["In-Reply-To"] == server.mails[0]["Message-ID"]


def test_arriving_today_is_not_said_of_what_has_arrived(server, now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now)
    scan(parcel, Milestone.DELIVERED, at=now + MINUTE)
    assert deliver(now + MINUTE) == {Outcome.DONE: 3, Outcome.DROPPED: 1}
    assert not any("Arriving today" in mail["Subject"] for mail in server.mails)


def test_each_parcel_says_what_is_in_it(server, now):
    order = placed_order(now=now, quantities=(1, 2))
    packed_parcel(order, now=now, units={1: 1})
    packed_parcel(order, now=now, units={2: 2})
    deliver(now)
    texts = [mail.get_body(("plain",)).get_content() for mail in server.mails if "Shipped" in mail["Subject"]]
    assert len(texts) == 2
    first, second = sorted(texts, key=lambda text: "2 x" in text)
    assert "1 x Strada Runner, Rust, EU 42" in first
    assert "EU 43" not in first
    assert "2 x Strada Runner, Rust, EU 43" in second


def test_the_link_is_sent_to_whoever_the_order_belongs_to(server, now):
    order = placed_order(now=now - timedelta(days=30))
    OutboxEntry.objects.all().delete()
    message = link(order.id, asked="1")
    put([NewEntry(topic=MAIL_TOPIC, key=message.key, order_id=order.id, payload=message.payload)], now=now)
    assert deliver(now) == {Outcome.DONE: 1}
    (mail,) = server.mails
    assert mail["Subject"] == f"The link to your order {order.number}"
    assert f"/t/{link_token(order.id, generation=1)}" in mail.get_body(("html",)).get_content()


def test_nothing_typed_can_add_a_header_or_an_element(server, now):
    order = placed_order(now=now)
    Address.objects.filter(order=order).update(name="Ada\r\nBcc: eve@example.com <script>alert(1)</script>")
    Order.objects.filter(id=order.id).update(number="BS-1\r\nBcc: e@x.org")
    deliver(now)
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert server.envelopes[0][0] == ["ada@example.com"]
    assert "<script>alert" not in mail.get_body(("html",)).get_content()


def test_an_address_that_cannot_stand_in_a_header_is_a_dead_letter(server, now):
    order = placed_order(now=now)
    Order.objects.filter(id=order.id).update(email="ada@example.com\r\nBcc: eve@example.com")
    assert deliver(now) == {Outcome.FAILED: 1}
    assert failed()[0].last_error == "the address or the subject cannot stand in a mail"
    assert server.envelopes == []


def test_no_mail_spies_on_its_reader(server, now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    scan(parcel, Milestone.DELIVERED, at=now)
    deliver(now)
    for mail in server.mails:
        html = mail.get_body(("html",)).get_content()
        assert not re.search(r"<img|<link|@import|url\(|<iframe", html)
        assert set(re.findall(r"https?://[^/\"' ]+", html)) <= {
            "http://localhost:8000",
            "https://www.ups.com",
            "https://schema.org",
        }


def test_the_look_survives_without_a_style_sheet_and_knows_the_dark(server, now):
    placed_order(now=now)
    deliver(now)
    html = server.mails[0].get_body(("html",)).get_content()
    body = html[html.index("<body") :]
    assert not re.search(r"<(p|h1|h2|td)(?![^>]*style=)[^>]*class=", body)
    assert "@media (prefers-color-scheme: dark)" in html


def test_an_unknown_language_is_told_in_the_shops_own(server, now):
    order = placed_order(now=now)
    Order.objects.filter(id=order.id).update(language="xx")
    assert deliver(now) == {Outcome.DONE: 1}
    assert server.mails[0]["Content-Language"] == "en"


def test_an_order_that_is_gone_is_a_dead_letter(server, now):
    nobody = uuid.UUID("0193570a-0000-7000-8000-000000000001")
    message = link(nobody, asked="1")
    put([NewEntry(topic=MAIL_TOPIC, key=message.key, order_id=nobody, payload=message.payload)], now=now)
    assert deliver(now) == {Outcome.FAILED: 1}
    assert failed()[0].last_error == "there is no such order"


def new_number_of(parcel, now):
    """Correct the parcel's number, and return the new one."""
    number = ups_number(parcel.order, 50 + Leg.objects.count())
    correct_number(parcel.id, carrier="ups", tracking_number=number, was=Was.WRONG, by=None, now=now)
    return number


def test_a_new_number_is_told_once_with_its_link(server, now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    number = new_number_of(parcel, now)
    deliver(now)
    (mail,) = [mail for mail in server.mails if "New tracking number" in mail["Subject"]]
    assert mail["Subject"] == f"New tracking number for order {order.number}"
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        assert number in text
        assert "the one before is void" in text


def test_a_number_that_was_changed_again_or_is_past_use_is_not_told(server, now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    new_number_of(parcel, now)
    parcel.refresh_from_db()
    newest = new_number_of(parcel, now)
    deliver(now)
    told = [mail for mail in server.mails if "New tracking number" in mail["Subject"]]
    assert [newest in mail.get_body(("plain",)).get_content() for mail in told] == [True]
    other = packed_parcel(placed_order(now=now), now=now)
    new_number_of(other, now)
    scan_on_newest(other, at=now + MINUTE)
    deliver(now + MINUTE)
    entry = OutboxEntry.objects.get(order_id=other.order_id, payload__kind="new_number")
    assert entry.last_error == "not sent: the parcel was delivered meanwhile"


def scan_on_newest(parcel, *, at):
    leg = Leg.objects.get(parcel=parcel, closed_at=None)
    ScanRow.objects.create(
        order_id=parcel.order_id,
        parcel=parcel,
        leg=leg,
        fingerprint="there",
        occurred_at=at,
        milestone=Milestone.DELIVERED,
        heard_at=at,
    )
    refresh_status([parcel.order_id], now=at)
