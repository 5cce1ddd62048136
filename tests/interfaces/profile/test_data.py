"""Everything to take away, and the end of the account."""

import json

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.links import link_token
from severshop.usecases.account.export_data import EXPORTS_AN_HOUR, FORMAT
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel, placed_order
from tests.interfaces.profile.conftest import PASSWORD


@pytest.fixture
def bought(mira, now):
    order = placed_order(now=now)
    Order.objects.filter(pk=order.pk).update(customer=mira, email=mira.email)
    return order


def prove_again(browser):
    browser.post("/account/reauthenticate/", {"password": PASSWORD})


def test_the_file_holds_everything_and_no_secret(browser, mira, bought):
    answer = browser.get("/account/data/export/")
    assert answer["Content-Type"].startswith("application/json")
    assert "attachment" in answer["Content-Disposition"]
    document = json.loads(answer.content)
    assert document["format"] == FORMAT
    assert document["person"]["email"] == "mira@example.com"
    assert document["sign_in"]["email_addresses"][0]["verified"] is True
    (order,) = document["orders"]
    assert order["number"] == bought.number
    assert order["address"]["street"] == "Nyhavn 17"
    assert order["lines"][0]["sku"] == "STR-RUST-42"
    assert order["invoice"] is None
    assert order["status"]["status"] == "received"
    text = answer.content.decode()
    mira.refresh_from_db()
    assert mira.password not in text
    assert link_token(bought.id, generation=1) not in text


def test_the_file_holds_nobody_elses(browser, now):
    placed_order(now=now)
    assert json.loads(browser.get("/account/data/export/").content)["orders"] == []


def test_the_file_is_not_asked_for_without_end(browser):
    answers = [browser.get("/account/data/export/").status_code for _ in range(EXPORTS_AN_HOUR + 1)]
    assert answers == [200] * EXPORTS_AN_HOUR + [429]


def test_to_delete_one_proves_once_more_who_one_is(mira):
    client = Client()
    client.force_login(mira)
    for answer in (client.get("/account/delete/"), client.post("/account/delete/", {"meant": "yes"})):
        assert answer.status_code == 302
        assert "/reauthenticate/" in answer["Location"]
    assert User.objects.filter(pk=mira.pk).exists()


def test_who_has_neither_password_nor_key_signs_in_anew(mira):
    mira.set_unusable_password()
    mira.save()
    client = Client()
    client.force_login(mira)
    answer = client.post("/account/delete/", {"meant": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/?next=%2Faccount%2Fdelete%2F")
    assert User.objects.filter(pk=mira.pk).exists()
    assert client.get("/account/").status_code == 302


def test_deletion_says_what_stays_and_asks_whether_it_is_meant(browser, mira, bought):
    prove_again(browser)
    Order.objects.update(email="someone@else.example", customer=None)
    page = browser.get("/account/delete/").content.decode()
    assert "Nothing: you have not ordered" in page
    answer = browser.post("/account/delete/")
    assert answer.status_code == 422
    assert "tick the box" in answer.content.decode()
    assert User.objects.filter(pk=mira.pk).exists()


def test_an_order_on_its_way_is_named_and_keeps_the_account(browser, mira, bought):
    prove_again(browser)
    page = browser.get("/account/delete/").content.decode()
    assert f"Order {bought.number} has not arrived yet" in page
    assert 'name="meant"' not in page
    assert browser.post("/account/delete/", {"meant": "yes"}).status_code == 409
    assert User.objects.filter(pk=mira.pk).exists()


def test_it_ends_and_the_browser_is_signed_out(browser, mira):
    prove_again(browser)
    answer = browser.post("/account/delete/", {"meant": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/deleted/")
    assert "The account is deleted" in browser.get("/account/deleted/").content.decode()
    assert not User.objects.exists()
    assert browser.cookies["signed_in"].value == ""
    assert browser.get("/account/").status_code == 302
    answer = browser.post("/account/login/", {"login": "mira@example.com", "password": PASSWORD})
    assert answer.status_code == 200


def test_staff_are_told_who_ends_their_access(browser, mira):
    prove_again(browser)
    User.objects.update(is_staff=True)
    answer = browser.post("/account/delete/", {"meant": "yes"})
    assert answer.status_code == 409
    assert "member of staff" in answer.content.decode()


def test_the_staff_still_find_the_order_and_nobody_in_it(browser, mira, bought, now):
    packed_parcel(bought, now=now)
    Snapshot.objects.update(status="delivered")
    prove_again(browser)
    assert browser.post("/account/delete/", {"meant": "yes"}).status_code == 302
    staff = Client()
    staff.force_login(make_staff("sam@example.com", name="Sam", password="a-long-one", roles=[Role.SUPPORT]))
    page = staff.get(f"/staff/orders/{bought.id}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert bought.number in text
    assert "erased" in text
    assert "mira" not in text.lower()
    assert "Nyhavn" not in text
