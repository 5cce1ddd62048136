"""Every letter in German, as a real mail server received it; also long after the order was made."""

from datetime import timedelta

import pytest

from severshop.domain.customers.models import User
from severshop.domain.notifications.rules import MAIL_TOPIC, link
from severshop.domain.orders.models import Order
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.account.send_letter import send_account_letter
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.account_letters import AccountLetter
from severshop.vocabulary.milestones import Milestone, Reason
from tests.factories import packed_parcel, placed_order, ups_number
from tests.german import english_in, english_lines

pytestmark = pytest.mark.django_db

DATA = ("Strada Runner", "Rust, EU 42", "BestShoeSeverShop", "Ada Winter", "Copenhagen")
HOUR = timedelta(hours=1)
LATER = timedelta(days=120)


def deliver(now):
    with post_office(lambda: now) as handle:
        return run_batch(MAIL_TOPICS, handle, clock=lambda: now).counts


def assert_german(mail):
    assert mail["Content-Language"] == "de"
    assert english_lines(mail["Subject"], data=DATA) == []
    assert english_lines(mail.get_body(("plain",)).get_content(), data=DATA) == []
    html = mail.get_body(("html",)).get_content()
    assert english_in(html, data=DATA) == []
    assert '<html lang="de"' in html
    assert "%(" not in html


def german_order(now):
    order = placed_order(now=now)
    Order.objects.filter(pk=order.id).update(language="de")
    return order


def scan(parcel, milestone, *, at, reason=Reason.NONE):
    leg = Leg.objects.filter(parcel=parcel).latest("pk")
    told = {"milestone": milestone, "reason": reason, "city": "Copenhagen", "country": "DK"}
    ScanRow.objects.create(
        order_id=parcel.order_id,
        parcel=parcel,
        leg=leg,
        fingerprint=str(at),
        occurred_at=at,
        offset_minutes=60,
        heard_at=at,
        **told,
    )
    refresh_status([parcel.order_id], now=at)


def test_a_whole_story(server, now):
    order = german_order(now)
    deliver(now)
    parcel = packed_parcel(order, now=now)
    deliver(now)
    correct_number(
        parcel.id, carrier="ups", tracking_number=ups_number(order, 9), was=Was.WRONG, by=None, now=now + HOUR
    )
    deliver(now + HOUR)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now + 2 * HOUR)
    deliver(now + 2 * HOUR)
    scan(parcel, Milestone.DELIVERED, at=now + 3 * HOUR, reason=Reason.NEIGHBOUR)
    deliver(now + 3 * HOUR)
    asked = link(order.id, asked="1")
    put([NewEntry(topic=MAIL_TOPIC, key=asked.key, order_id=order.id, payload=asked.payload)], now=now + LATER)
    deliver(now + LATER)
    assert [mail["Subject"] for mail in server.mails] == [
        f"Bestellung {order.number}: Ankunft Do., 26. – Mo., 30. November",
        f"Versandt: Bestellung {order.number}",
        f"Neue Sendungsnummer für Bestellung {order.number}",
        f"Kommt heute an: Bestellung {order.number}",
        f"Zugestellt: Bestellung {order.number}",
        f"Der Link zu Ihrer Bestellung {order.number}",
    ]
    for mail in server.mails:
        assert_german(mail)


def test_a_confirmation_names_prices_as_germans_do(server, now):
    german_order(now)
    deliver(now)
    (mail,) = server.mails
    for part in mail.iter_parts():
        for said in ("129,00\xa0€", "4,90\xa0€", "133,90\xa0€", "25\xa0%", "Dänemark", "MwSt."):
            assert said in part.get_content().replace("&nbsp;", "\xa0"), (part.get_content_type(), said)


@pytest.mark.parametrize(("account", "order", "spoken"), [("de", "en", "de"), ("", "de", "de"), ("en", "de", "en")])
def test_the_account_speaks_for_its_orders(server, now, account, order, spoken):
    person = User.objects.create_user("ada@example.com", "a-long-password", language=account)
    made = placed_order(now=now)
    Order.objects.filter(pk=made.id).update(language=order, customer=person)
    deliver(now)
    assert server.mails[0]["Content-Language"] == spoken


@pytest.mark.parametrize("letter", list(AccountLetter))
def test_letters_about_the_account(server, now, letter):
    facts = {"code": "1234-5678", "to_email": "neu@example.com"}
    send_account_letter(letter, to="ada@example.com", language="de", facts=facts, now=now)
    deliver(now)
    (mail,) = server.mails
    assert_german(mail)
