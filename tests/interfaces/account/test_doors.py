"""Two doors: the shopper's opens nothing of the staff's."""

import pytest
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.template.loader import get_template
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.interfaces.account.urls import urlpatterns
from severshop.usecases.account.send_letter import IN_A_BURST
from severshop.usecases.account.slow_down import TRIES
from severshop.vocabulary.roles import Role
from tests.interfaces.account.people import PASSWORD, is_in, make_shopper, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_staff("owner@shop.example", name="Olga", password=PASSWORD, roles=[Role.OWNER])


def test_people_who_work_here_are_sent_to_their_own_door_and_are_not_in(client, owner):
    answer = client.post("/account/login/", {"login": owner.email, "password": PASSWORD, "next": "/staff/"})
    assert answer.headers["Location"] == "/staff/sign-in/"
    assert not is_in(client)
    assert client.get("/staff/").status_code == 302


def test_with_a_wrong_password_they_are_told_what_everybody_is_told(client, owner):
    answer = client.post("/account/login/", {"login": owner.email, "password": "not-this-one"})
    assert "do not belong together" in answer.content.decode()


def test_a_shopper_opens_no_staff_page(shopper):
    client = signed_in(shopper.email)
    assert client.get("/staff/").status_code == 403
    assert client.get("/admin/").status_code in {302, 403}
    assert client.post("/staff/sign-in/", {"username": shopper.email, "password": PASSWORD}).status_code == 400


def test_the_staffs_door_leads_to_the_staffs_pages_and_out_again(client, owner):
    answer = client.post("/staff/sign-in/", {"username": owner.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/staff/"
    assert client.get("/account/2fa/").headers["Location"] == "/staff/"
    assert client.post("/staff/sign-out/").headers["Location"] == "/staff/sign-in/"


def test_both_doors_count_on_one_tally(client, owner):
    for _ in range(4):
        client.post("/account/login/", {"login": owner.email, "password": "a-guess-at-it"})
        client.post("/staff/sign-in/", {"username": owner.email, "password": "a-guess-at-it"})
    assert client.post("/staff/sign-in/", {"username": owner.email, "password": PASSWORD}).status_code == 429
    assert client.post("/account/login/", {"login": owner.email, "password": PASSWORD}).status_code == 429


def test_guessing_a_password_stops_with_a_word_on_when_to_go_on(client, shopper):
    for _ in range(8):
        client.post("/account/login/", {"login": shopper.email, "password": "a-guess-at-it"})
    answer = client.post("/account/login/", {"login": shopper.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Please wait 15 minutes" in answer.content.decode()
    assert is_in(signed_in(make_shopper("bob@example.com").email)), "others come in"


def test_guessing_stops_for_an_address_without_an_account_too(client):
    for _ in range(8):
        client.post("/account/login/", {"login": "never@example.com", "password": "a-guess-at-it"})
    answer = client.post("/account/login/", {"login": "never@example.com", "password": "a-guess-at-it"})
    assert answer.status_code == 429


def test_a_mailbox_is_not_flooded_whichever_form_is_used(shopper, letters):
    forms = [("/account/login/code/", {"email": shopper.email}), ("/account/password/reset/", {"email": shopper.email})]
    answers = [Client().post(*forms[number % 2]).status_code for number in range(IN_A_BURST + 2)]
    assert answers == [302] * IN_A_BURST + [429] * 2
    assert len(letters(shopper.email)) == IN_A_BURST


def test_one_place_on_the_network_cannot_ask_for_one_address_after_another():
    answers = [
        Client().post("/account/login/code/", {"email": f"{n}@example.com"}).status_code for n in range(TRIES + 1)
    ]
    assert answers == [302] * TRIES + [429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post("/account/login/code/", {"email": "x@example.com"}).status_code == 302


def test_every_page_of_allauth_has_a_template_of_ours():
    named = {view.template_name for view in views() if getattr(view, "template_name", None)}
    assert len(named) > 20
    for template in named:
        assert get_template(template).backend.name == "jinja2", template


def views():
    for pattern in urlpatterns:
        if hasattr(pattern.callback, "view_class"):
            yield pattern.callback.view_class
    yield ConfirmEmailVerificationCodeView  # behind a function
