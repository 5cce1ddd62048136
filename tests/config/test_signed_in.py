"""The header knows who is signed in without reading a session."""

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.interfaces.cli.logins import PASSWORD

pytestmark = pytest.mark.django_db


def header(client, path="/find-order/", **options):
    page = client.get(path, **options).content.decode()
    return page[page.index("<header") : page.index("</header>")]


def shown(html, word):
    link = html[: html.index(f">{word}<")].rpartition("<a ")[2]
    return "hidden" not in link


@pytest.fixture
def mira():
    return User.objects.create_user("mira@example.com", PASSWORD)


def test_a_stranger_is_offered_the_door_and_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = header(client)
    assert [shown(html, word) for word in ("Sign in", "Find my order", "Account", "My Orders")] == [
        True,
        True,
        False,
        False,
    ]
    assert "signed_in" not in client.cookies


def test_who_signs_in_gets_the_mark_and_who_signs_out_loses_it(mira):
    client = Client()
    sign_in = "/staff/sign-in/"
    User.objects.update(is_staff=True)
    assert client.post(sign_in, {"username": "mira@example.com", "password": PASSWORD}).status_code == 302
    assert client.cookies["signed_in"].value == "1"
    assert client.cookies["signed_in"]["max-age"] == client.cookies["sessionid"]["max-age"]
    html = header(client)
    assert [shown(html, word) for word in ("Sign in", "Find my order", "Account", "My Orders")] == [
        False,
        False,
        True,
        True,
    ]
    client.post("/staff/sign-out/")
    assert client.cookies["signed_in"].value == ""
    assert shown(header(client), "Sign in")


def test_a_session_that_was_ended_elsewhere_takes_the_mark_along(mira):
    client = Client()
    client.force_login(mira)
    client.cookies["signed_in"] = "1"
    client.session.flush()
    assert client.get("/account/").status_code == 302
    assert client.cookies["signed_in"].value == ""


def test_the_mark_alone_opens_nothing(client):
    client.cookies["signed_in"] = "1"
    assert client.get("/account/").headers["Location"].startswith("/account/login/")
    assert shown(header(client), "Account")
