"""Who lost the link gets it by mail; who guesses learns nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from severshop.infra import clock
from severshop.infra.ids import check_symbol
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare import send_link as use_case
from tests.factories import placed_order

pytestmark = pytest.mark.django_db
PAGE = "/find-order/"
UNKNOWN, *OTHERS = (f"BS-{n * 4}-{n * 3}{check_symbol(n * 7)}" for n in "01234")


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def order(now):
    return placed_order(now=now)


def ask(client, number, email="ada@example.com", **extra):
    return client.post(PAGE, {"number": number, "email": email}, **extra)


def links():
    return list(OutboxEntry.objects.filter(topic="mail", payload__kind="link"))


def test_the_page_asks(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "without dashes"])
def test_the_link_goes_to_the_address_of_the_order(client, order, typed):
    number = {"lower": order.number.lower(), "without dashes": order.number.replace("-", " ")}.get(
        typed, typed.format(order.number)
    )
    answer = ask(client, number, " ADA@Example.com ")
    assert (answer.status_code, answer["Location"]) == (302, "/find-order/sent/")
    (entry,) = links()
    assert entry.order_id == order.id
    assert entry.payload == {"kind": "link", "parcel": None}


@pytest.mark.parametrize("case", ["other address", "other number"])
def test_who_guesses_gets_the_same_answer_and_no_mail_goes(client, order, case):
    right = ask(client, order.number)
    before = len(links())
    wrong = ask(client, order.number, "eve@example.com") if case == "other address" else ask(client, UNKNOWN)
    assert (wrong.status_code, wrong["Location"], wrong.content) == (302, right["Location"], right.content)
    assert len(links()) == before
    assert client.get(wrong["Location"]).status_code == 200


def test_the_same_work_is_done_for_who_guesses(client, order):
    def work(number, email, origin):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(client, number, email, REMOTE_ADDR=origin)
        return [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]

    right = work(order.number, "ada@example.com", "203.0.113.1")
    assert work(UNKNOWN, "ada@example.com", "203.0.113.2") == right
    assert work(OTHERS[0], "eve@example.com", "203.0.113.3") == right


def test_asking_again_within_ten_minutes_sends_no_second_mail(client, order, monkeypatch, now):
    for minute in (0, 3, 9, 10):
        monkeypatch.setattr(clock, "now", lambda minute=minute: now + timedelta(minutes=minute))
        assert ask(client, order.number).status_code == 302
    assert len(links()) == 2


@pytest.mark.parametrize("number", ["real", UNKNOWN])
def test_an_order_is_not_asked_for_without_end(client, order, number):
    asked = order.number if number == "real" else number
    answers = [ask(client, asked, REMOTE_ADDR=f"203.0.113.{n}") for n in range(use_case.ASKINGS_BY_NUMBER + 1)]
    assert [answer.status_code for answer in answers] == [302] * use_case.ASKINGS_BY_NUMBER + [429]
    assert answers[-1]["Retry-After"] == "3601"
    assert "try again in 61 minutes" in answers[-1].content.decode()


def test_an_origin_does_not_ask_without_end(client, monkeypatch):
    monkeypatch.setattr(use_case, "ASKINGS_BY_ORIGIN", 3)
    same_house = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3", "2001:db8:1:2::4"]
    answers = [ask(client, number, REMOTE_ADDR=address) for number, address in zip(OTHERS, same_house, strict=True)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert ask(client, OTHERS[3], REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "", "email": "ada@example.com"},
        {"number": UNKNOWN[:-1] + "1", "email": "ada@example.com"},
        {"number": "x" * 5000, "email": "ada@example.com"},
        {"number": UNKNOWN + "\x00", "email": "ada@example.com"},
        {"number": UNKNOWN, "email": "ada"},
        {"number": UNKNOWN, "email": ""},
        {"number": UNKNOWN, "email": "a\x00@example.com"},
        {},
    ],
)
def test_what_cannot_be_is_said_so_and_kept_in_the_form(client, order, wrong):
    answer = client.post(PAGE, wrong)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert links() == []


def test_without_its_key_the_form_is_refused(order):
    assert ask(Client(enforce_csrf_checks=True), order.number).status_code == 403
    assert links() == []


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(PAGE).status_code == 405
    assert client.post("/find-order/sent/").status_code == 405
