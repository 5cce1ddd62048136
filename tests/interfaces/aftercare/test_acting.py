"""Behind the code comes who owns the order, or has proved in this browser to hold its address; nobody else."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from severshop.domain.customers.models import User
from severshop.domain.orders.actions import correct_email, replace_link
from severshop.domain.orders.models import HolderCode, Order
from severshop.infra import clock
from severshop.infra.codes import code_of
from severshop.infra.links import link_token
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.aftercare.acting import LASTS, SALT, holder_must_prove
from severshop.usecases.reading.link_holder import order_by_token
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def order(now):
    return placed_order(now=now)


def token(order):
    return link_token(order.id, generation=Order.objects.get(pk=order.id).link_generation)


def page(order):
    return f"/order/{token(order)}/code/"


def code(order):
    return code_of(order.id.bytes, nonce=HolderCode.objects.get(order_id=order.id).nonce)


def prove(order, client=None, **extra):
    client = client or Client()
    client.post(page(order), **extra)
    answer = client.post(page(order), {"code": code(order)}, **extra)
    assert answer.status_code == 303
    return client


@holder_must_prove
def behind(request, order):
    return HttpResponse("behind the code")


def let_in(order, *, cookies=None, user=None):
    """Whether the decorator lets a request of this browser through."""
    request = RequestFactory().get(f"/order/{token(order)}/anything/")
    request.COOKIES.update({name: getattr(morsel, "value", morsel) for name, morsel in (cookies or {}).items()})
    if user:
        request.COOKIES["sessionid"] = "there is one"
        request.user = user
    answer = behind(request, order=order_by_token(token(order)))
    assert answer.status_code in {200, 303}
    if answer.status_code == 303:
        assert answer["Location"].startswith(f"{page(order)}?next=%2Forder%2F")
    return answer.status_code == 200


def test_the_page_says_where_the_code_goes_and_hides_the_address(client, order):
    answer = client.get(page(order))
    text = answer.content.decode()
    assert "a...@example.com" in text
    assert "ada@example.com" not in text
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "private, no-store"


def test_asking_mails_a_code_and_the_page_takes_it(client, order):
    answer = client.post(page(order), {"next": f"/order/{token(order)}/documents/"})
    assert answer.status_code == 303
    assert OutboxEntry.objects.filter(payload__kind="holder_code").count() == 1
    assert 'autocomplete="one-time-code"' in client.get(answer["Location"]).content.decode()
    answer = client.post(page(order), {"code": code(order), "next": f"/order/{token(order)}/documents/"})
    assert (answer.status_code, answer["Location"]) == (303, f"/order/{token(order)}/documents/")
    (cookie,) = [morsel for name, morsel in client.cookies.items() if name.startswith("holder_")]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/order/",
        LASTS,
    )


def test_without_a_proof_one_is_led_to_the_code(order):
    assert not let_in(order)


def test_a_browser_that_has_proved_it_is_let_in(order):
    assert let_in(order, cookies=prove(order).cookies)


def test_a_proof_is_of_its_order_alone(order, now):
    other = placed_order(now=now)
    cookies = prove(order).cookies
    assert not let_in(other, cookies=cookies)
    (kept,) = [morsel.value for name, morsel in cookies.items() if name.startswith("holder_")]
    assert not let_in(other, cookies={f"holder_{other.id.hex[-12:]}": kept})


@pytest.mark.parametrize("change", ["address", "link"])
def test_another_address_or_link_ends_the_proof(order, now, change):
    cookies = prove(order).cookies
    row = Order.objects.get(pk=order.id)
    if change == "address":
        correct_email(row, email="ada@elsewhere.example", now=now)
    else:
        replace_link(row, now=now)
    assert not let_in(order, cookies=cookies)


def test_what_is_forged_or_old_proves_nothing(order, settings):
    name, said = f"holder_{order.id.hex[-12:]}", [order.id.hex, 1, 1]
    assert let_in(order, cookies={name: signing.dumps(said, salt=SALT)})
    forged = [
        "",
        "x" * 10_000,
        signing.dumps(said, salt="another purpose"),
        signing.dumps(said, key="another key", salt=SALT),
        signing.dumps([order.id.hex, 2, 1], salt=SALT),
        signing.dumps(said, salt=SALT)[:-1],
    ]
    assert [let_in(order, cookies={name: value}) for value in forged] == [False] * len(forged)


def test_a_proof_lasts_thirty_days(order, monkeypatch):
    import time

    cookies = prove(order).cookies
    begun = time.time()
    monkeypatch.setattr(time, "time", lambda: begun + LASTS - 60)
    assert let_in(order, cookies=cookies)
    monkeypatch.setattr(time, "time", lambda: begun + LASTS + 60)
    assert not let_in(order, cookies=cookies)


def test_the_owner_needs_no_code_and_another_account_does(order):
    owner, other = (User.objects.create_user(f"{name}@example.com", "a-long-one") for name in ("own", "other"))
    Order.objects.filter(pk=order.pk).update(customer=owner)
    assert let_in(order, user=owner)
    assert not let_in(order, user=other)
    client = Client()
    client.force_login(owner)
    assert client.get(page(order)).status_code == 303


def test_guessing_ends(client, order, now, monkeypatch):
    client.post(page(order))
    wrong = f"{(int(code(order)) + 1) % 10**6:06d}"
    answers = [client.post(page(order), {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert "4 more times" in answers[0].content.decode()
    assert "ask for a new one" in answers[-1].content.decode()
    assert client.post(page(order), {"code": code(order)}).status_code == 422
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=2))
    assert let_in(order, cookies=prove(order, client).cookies)


def test_asking_ends(client, order):
    answers = [client.post(page(order), REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(6)]
    assert answers == [303] * 5 + [429]
    refused = client.post(page(order))
    assert refused["Retry-After"] == "3601"


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/account/delete/",
        "/order/AAAAAAAAAAAAAAAAAAAAAA/documents/",
        "{own}../../account/",
        "{own}\\evil",
        "{own}code/",
        "",
    ],
)
def test_afterwards_one_is_led_to_the_same_order_and_nowhere_else(client, order, onward):
    own = f"/order/{token(order)}/"
    client.post(page(order))
    answer = client.post(page(order), {"code": code(order), "next": onward.format(own=own)})
    assert answer["Location"] == f"{own}documents/"


@pytest.mark.parametrize("opens_nothing", ["A" * 22, "A" * 21, "x"])
def test_a_link_that_opens_nothing_is_a_404_that_says_no_more(client, order, opens_nothing):
    answer = client.get(f"/order/{opens_nothing}/code/")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "private, no-store"


def test_a_form_from_elsewhere_is_refused(order):
    answer = Client(enforce_csrf_checks=True).post(page(order))
    assert answer.status_code == 403
    assert not HolderCode.objects.exists()


def test_the_address_is_made_from_the_order(order):
    assert reverse("aftercare:code", args=[order_by_token(token(order))]) == page(order)


PAPERS = ("", "invoice.pdf", "packing-slip.pdf")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_papers_are_behind_the_code(client, order, paper):
    path = f"/order/{token(order)}/documents/{paper}"
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (303, f"{page(order)}?{urlencode({'next': path})}")
    answer = prove(order, client).get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == ("application/pdf" if paper else "text/html; charset=utf-8")
    assert Client().get(path).status_code == 303


@pytest.mark.parametrize("paper", PAPERS)
def test_the_papers_open_for_the_owner_and_for_no_other_account(order, paper):
    owner, other = (User.objects.create_user(f"{name}@example.com", "a-long-one") for name in ("own", "other"))
    Order.objects.filter(pk=order.pk).update(customer=owner)
    path = f"/order/{token(order)}/documents/{paper}"
    answers = []
    for user in (owner, other):
        client = Client()
        client.force_login(user)
        answers.append(client.get(path).status_code)
    assert answers == [200, 303]


def test_a_paper_names_its_order_and_shows_itself(order):
    answer = prove(order).get(f"/order/{token(order)}/documents/invoice.pdf")
    assert answer["Content-Disposition"] == f'inline; filename="invoice-{order.number}.pdf"'
    assert answer.content.startswith(b"%PDF-")
