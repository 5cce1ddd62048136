"""A letter that we write first: in the order's language, with a way to answer, once."""

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.models import Order
from severshop.domain.support.models import Case
from severshop.domain.support.queries import case_record
from severshop.domain.support.rules import CaseState
from severshop.infra.ids import uuid7
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.aftercare.cases import EmptyTextError, write
from severshop.usecases.aftercare.write_first import FirstWords, UnknownOrderError, write_first
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.vocabulary.roles import Role
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return make_staff("support@shop.example", name="Sam", password="a-long-one", roles=[Role.SUPPORT]).pk


def deliver(now):
    with post_office(lambda: now) as handle:
        run_batch(MAIL_TOPICS, handle, clock=lambda: now)


def test_it_says_who_writes_and_can_be_answered(server, by, now):
    order = placed_order(now=now)
    words = FirstWords(order_id=order.id, text="We are looking for your parcel.", form="1")
    case_id = write_first(words, by=by, now=now)
    assert write_first(words, by=by, now=now) == case_id
    deliver(now)
    (letter,) = [mail for mail in server.mails if "We are looking" in mail.get_body(("plain",)).get_content()]
    assert letter["Subject"] == f"About your order {order.number}"
    assert "help+" in letter["Reply-To"]
    text = letter.get_body(("plain",)).get_content()
    assert "SAM WROTE TO YOU" in text
    assert "because you ordered" in text
    assert case_record(case_id).state is CaseState.WAITING_FOR_YOU


def test_what_the_shopper_answers_goes_into_the_same_case(by, now):
    order = placed_order(now=now)
    case_id = write_first(FirstWords(order_id=order.id, text="Hello", form="1", parcel=1), by=by, now=now)
    write(case_id, text="Thank you", form="2", now=now)
    assert case_record(case_id).state is CaseState.WAITING_FOR_US
    assert Case.objects.count() == 1


def test_the_public_page_speaks_of_our_letter(by, now, client):
    order = placed_order(now=now)
    case_id = write_first(FirstWords(order_id=order.id, text="Hello there", form="1"), by=by, now=now)
    page = client.get(f"/case/{case_record(case_id).token}/").content.decode()
    assert "About your order" in page
    assert "We wrote to you." in page
    assert "Your question to us" not in page


def test_nothing_to_say_and_nobody_to_say_it_to(by, now):
    order = placed_order(now=now)
    with pytest.raises(EmptyTextError):
        write_first(FirstWords(order_id=order.id, text=" \n", form="1"), by=by, now=now)
    with pytest.raises(UnknownOrderError):
        write_first(FirstWords(order_id=uuid7(), text="Hello", form="1"), by=by, now=now)
    assert Order.objects.count() == 1
    assert not Case.objects.exists()
