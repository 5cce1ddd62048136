"""Making an account: an address, perhaps a password, and a code that proves the address."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from tests.factories import placed_order
from tests.interfaces.account.people import PASSWORD, is_in, make_shopper

pytestmark = pytest.mark.django_db
NEW = "new@example.com"


def sign_up(client, email=NEW, **more):
    return client.post("/account/signup/", {"email": email, "password1": PASSWORD, **more})


def type_code(client, code):
    return client.post("/account/confirm-email/", {"action": "verify", "code": code})


def test_an_address_a_password_and_the_mailed_code_are_enough(client, letters, code_for):
    answer = sign_up(client)
    assert answer.headers["Location"] == "/account/confirm-email/"
    assert not is_in(client)
    assert [letter.kind for letter in letters(NEW)] == ["sign_up_code"]

    answer = type_code(client, code_for(NEW))
    assert answer.headers["Location"] == "/my-orders/"
    assert is_in(client)
    user = User.objects.get(email=NEW)
    assert EmailAddress.objects.get(user=user).verified

    assert not user.is_staff


def test_the_form_asks_for_two_things_and_needs_one(client):
    form = client.get("/account/signup/").content.decode()
    assert form.count('<label for="id_') == 2
    assert 'autocomplete="new-password"' in form
    assert "(optional)" in form


def test_an_account_without_a_password_is_entered_by_code_alone(client, code_for):
    sign_up(client, password1="")
    type_code(client, code_for(NEW))
    assert is_in(client)
    assert not User.objects.get(email=NEW).has_usable_password()


def test_the_code_is_taken_as_people_type_it(client, code_for):
    sign_up(client)
    type_code(client, " " + code_for(NEW).replace("-", " ") + " ")
    assert is_in(client)


def test_a_wrong_code_is_said_beside_the_field_and_five_end_it(client, code_for):
    sign_up(client)
    right = code_for(NEW)
    for _ in range(4):
        answer = type_code(client, "0000-0000")
        assert answer.status_code == 200
        assert "This is not the right code" in answer.content.decode()
    assert type_code(client, "0000-0000").headers["Location"] == "/account/login/"
    type_code(client, right)
    assert not is_in(client)


def test_a_new_code_can_be_had_and_ends_the_older_one(client, letters, code_for):
    sign_up(client)
    older = code_for(NEW)
    client.post("/account/confirm-email/", {"action": "resend"})
    assert len(letters(NEW)) == 2
    assert "This is not the right code" in type_code(client, older).content.decode()
    type_code(client, code_for(NEW))
    assert is_in(client)


@pytest.mark.parametrize(("password", "why"), [("short", "too short"), ("password1234", "too common")])
def test_a_weak_password_is_refused_beside_its_field(client, password, why):
    answer = sign_up(client, password1=password)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not User.objects.exists()


def test_the_account_speaks_the_language_that_it_was_made_in(letters):
    client = Client(headers={"accept-language": "de"})
    sign_up(client)
    assert User.objects.get(email=NEW).language == "de"
    assert letters(NEW)[0].language == "de"


def test_orders_made_as_a_guest_join_with_the_proof_and_not_before(client, code_for, now):
    order = placed_order(now=now).id
    Order.objects.filter(id=order).update(email=NEW)
    sign_up(client)
    assert Order.objects.get(id=order).customer_id is None
    type_code(client, code_for(NEW))
    assert Order.objects.get(id=order).customer_id == User.objects.get(email=NEW).pk


def test_who_left_a_password_on_somebody_elses_address_gains_nothing(client, code_for):
    """Somebody signs up with a stranger's address and waits; the stranger comes later, by code."""
    sign_up(client, password1="the-waiting-one-knows")
    theirs = Client()
    theirs.post("/account/login/code/", {"email": NEW})
    theirs.post("/account/login/code/confirm/", {"action": "verify", "code": code_for(NEW)})
    assert is_in(theirs)

    client.post("/account/login/", {"login": NEW, "password": "the-waiting-one-knows"})
    assert not is_in(client)
    type_code(client, "0000-0000")
    assert not is_in(client)


def test_signing_up_with_an_address_that_has_an_account_says_so_in_the_mail_alone(client, letters):
    make_shopper(NEW)
    assert sign_up(client).headers["Location"] == "/account/confirm-email/"
    assert [letter.kind for letter in letters(NEW)] == ["has_account"]
    assert User.objects.count() == 1
    assert EmailAddress.objects.count() == 1


class TheOtherPress:
    """Is quicker: its account is there when ours is written, though it was not when we looked."""

    def validate(self, password, user=None):
        User.objects.create_user(user.email, password)


def test_pressing_the_button_twice_makes_one_account(client, letters, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.TheOtherPress"}]
    assert sign_up(client).headers["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1
    assert [letter.kind for letter in letters(NEW)] == ["has_account"]
