"""A question is asked with the order attached, answered by the staff, mailed, and read in the conversation."""

import re
import uuid

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.support.models import Case, Entry
from severshop.domain.support.queries import cases_of_order
from severshop.infra.links import link_token, reply_key
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare import cases as use
from severshop.usecases.aftercare.receive_reply import receive_reply
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    order = placed_order(now=now, quantities=(1, 1))
    packed_parcel(order, now=now, units={1: 1})
    packed_parcel(order, now=now, units={2: 1})
    return order


@pytest.fixture
def path(order):
    return f"/order/{link_token(order.id, generation=1)}/contact/"


@pytest.fixture
def support(client):
    browser = Client()
    browser.force_login(make_staff("sam@example.com", name="Sam", password="a-long-one", roles=[Role.SUPPORT]))
    return browser


def fields(page):
    return {"form": re.search(r'name="form" value="([^"]+)"', page.content.decode())[1]}


def asked(client, path, **more):
    form = fields(client.get(path))
    return client.post(path, {**form, "text": "Where is it?", "parcel": "2", **more})


def test_the_order_and_the_parcel_are_attached_already(client, path, order):
    page = client.get(f"{path}?parcel=2&about=late").content.decode()
    assert order.number in page
    assert '<option value="2" selected>' in page
    assert "What if my order is delayed?" in page


def test_a_question_opens_one_case_however_often_the_button_is_pressed(client, path, order):
    form = {**fields(client.get(path)), "text": "Where is it?", "parcel": "2"}
    first, second = client.post(path, form), client.post(path, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].startswith("/case/")
    case = Case.objects.get()
    assert (case.order_id, case.parcel_position) == (order.id, 2)
    assert OutboxEntry.objects.filter(payload__kind="case_opened").count() == 1


def test_the_same_form_of_another_order_opens_its_own_case(client, path, now):
    form = {**fields(client.get(path)), "text": "Where is it?"}
    other = placed_order(now=now)
    client.post(path, form)
    client.post(f"/order/{link_token(other.id, generation=1)}/contact/", form)
    assert Case.objects.filter(order=other).count() == 1
    assert Case.objects.count() == 2


def test_staff_answer_and_the_shopper_reads_it(client, path, order, support):
    talk = asked(client, path).headers["Location"]
    case = Case.objects.get()
    listed = support.get("/staff/cases/").content.decode()
    assert "Where is it?" in listed
    assert order.number in listed
    page = support.get(f"/staff/cases/{case.id}/")
    assert "asked about" in page.content.decode()
    support.post(f"/staff/cases/{case.id}/", {**fields(page), "text": "In Cologne.\nIt moves on tonight."})
    read = client.get(talk).content.decode()
    assert "In Cologne." in read
    assert "Sam" in read
    assert "We have answered" in read
    assert support.get("/staff/cases/").content.decode().count("Where is it?") == 0
    assert "Where is it?" in support.get("/staff/cases/?show=mine").content.decode()


def test_a_closed_case_opens_when_the_shopper_writes_on(client, path, support):
    talk = asked(client, path).headers["Location"]
    case = Case.objects.get()
    support.post(f"/staff/cases/{case.id}/turn/")
    assert "It is closed" in client.get(talk).content.decode()
    client.post(talk, {**fields(client.get(talk)), "text": "One more thing"})
    assert cases_of_order(case.order_id)[0].state == "waiting_for_us"
    support.post(f"/staff/cases/{case.id}/turn/")
    support.post(f"/staff/cases/{case.id}/turn/")
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds == ["asked", "closed", "asked", "closed", "reopened"]


def test_a_reply_by_mail_comes_in_once_without_what_it_quotes(client, path, now):
    asked(client, path)
    case = Case.objects.get()
    text = (
        "Thank you!\r\n\r\nOn Tue, 24 Nov 2026 at 09:00 BestShoeSeverShop <help@x.example> wrote:\r\n> In Cologne.\r\n"
    )
    mail = {"case_key": reply_key(case.id).upper(), "text": text, "message_id": "<1@x>", "now": now}
    receive_reply(sender="Ada <ADA@example.com>", **mail)
    receive_reply(sender="Ada <ADA@example.com>", **mail)
    entry = Entry.objects.get(case=case, via="mail")
    assert (entry.text, entry.is_verified) == ("Thank you!", True)
    assert "In Cologne." in entry.whole


def test_a_stranger_who_replies_is_kept_and_marked(client, path, now, support):
    talk = asked(client, path).headers["Location"]
    case = Case.objects.get()
    key = reply_key(case.id)
    receive_reply(case_key=key, sender="eve@example.com", text="Send it to me", message_id="<2@x>", now=now)
    assert "From another e-mail address" in client.get(talk).content.decode()
    assert "Not verified" in support.get(f"/staff/cases/{case.id}/").content.decode()
    with pytest.raises(use.UnknownCaseError):
        receive_reply(case_key="a" * 24, sender="eve@example.com", text="x", message_id="<3@x>", now=now)


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 6000])
def test_nothing_and_too_much_are_not_taken(client, path, text):
    assert asked(client, path, text=text).status_code == 400
    assert not Case.objects.exists()


def test_markup_stays_text(client, path, support):
    talk = asked(client, path, text="<script>alert(1)</script>").headers["Location"]
    assert "<script>alert" not in client.get(talk).content.decode()
    assert "<script>alert" not in support.get(f"/staff/cases/{Case.objects.get().id}/").content.decode()


def test_one_order_cannot_flood_the_staff(client, path):
    answers = [asked(client, path).status_code for _ in range(use.BY_ORDER + 1)]
    assert answers == [302] * use.BY_ORDER + [429]
    assert Case.objects.count() == use.BY_ORDER


def test_a_question_without_an_order_always_gets_the_same_answer(client):
    page = client.get("/help/contact/")
    known = client.post("/help/contact/", {**fields(page), "email": "ada@example.com", "text": "Do you sell laces?"})
    robot = client.post(
        "/help/contact/", {**fields(page), "email": "x@y.example", "text": "Buy!", "website": "http://x"}
    )
    assert known.headers["Location"] == robot.headers["Location"] == "/help/contact/sent/"
    assert Case.objects.get().email == "ada@example.com"
    assert not OutboxEntry.objects.exists()


def test_links_to_conversations_open_one_and_stay_out_of_caches(client, path):
    talk = asked(client, path).headers["Location"]
    answer = client.get(talk)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert client.get("/case/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert str(Case.objects.get().token_hash) not in talk


def test_an_account_takes_its_questions_along_and_they_go_with_it(client, path, order):
    from severshop.domain.support.personal import erase_of, export_of
    from severshop.infra.people import Person

    asked(client, path)
    person = Person(user_id=uuid.uuid4(), emails=frozenset({"ada@example.com"}), order_ids=[order.id])
    assert export_of(person)[0]["written"][0]["text"] == "Where is it?"
    erase_of(person)
    assert not Entry.objects.exists()


def test_letters_go_to_the_order_and_answers_come_back_to_the_case(client, path, order, support, now):
    from severshop.usecases.notifying.deliver_outbox import write_mail

    asked(client, path)
    case = Case.objects.get()
    page = support.get(f"/staff/cases/{case.id}/")
    support.post(f"/staff/cases/{case.id}/", {**fields(page), "text": "In Cologne."})
    rows = OutboxEntry.objects.filter(payload__kind__startswith="case_").order_by("id")
    opened, answered = (write_mail(as_claimed(row), now=now) for row in rows)
    assert opened.to == answered.to == ["ada@example.com"]
    assert answered.reply_to == [f"help+{reply_key(case.id)}@bestshoesevershop.example"]
    assert "In Cologne." in answered.body
    assert "> Where is it?" in answered.body
    assert answered.extra_headers["In-Reply-To"] == opened.extra_headers["Message-ID"]
    assert order.number in opened.subject


def as_claimed(row):
    from severshop.infra.outbox.claims import Entry as Claimed

    names = Claimed.__dataclass_fields__
    return Claimed(**{name: getattr(row, name) for name in names})
