import pytest

from severshop.domain.baskets.models import Checkout
from severshop.domain.inventory.models import Stock
from tests.interfaces.storefront.guest import SHOE, put_into_basket

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_an_empty_basket_leads_to_the_shoes(client):
    page = client.get("/basket/").content.decode()
    assert "Your basket is empty" in page
    assert client.post("/checkout/").status_code == 422


def test_quantities_change_and_sums_follow(client):
    put_into_basket(client)
    assert client.post("/basket/", {"sku": SHOE, "quantity": "2"}).status_code == 303
    assert client.cookies["basket_count"].value == "2"
    assert "€258.00" in client.get("/basket/").content.decode()
    assert client.post("/basket/", {"sku": SHOE, "quantity": "0"}).status_code == 303
    assert "Your basket is empty" in client.get("/basket/").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"sku": SHOE, "quantity": "-1"},
        {"sku": SHOE, "quantity": "21"},
        {"sku": SHOE, "quantity": "many"},
        {"sku": SHOE, "quantity": ""},
        {"sku": SHOE},
        {"sku": "nothing", "quantity": "1"},
        {"sku": "x" * 61, "quantity": "1"},
        {"quantity": "1"},
        {},
    ],
)
def test_a_wrong_quantity_or_article_changes_nothing(client, sent):
    put_into_basket(client)
    before = client.cookies["basket"].value
    answer = client.post("/basket/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert client.cookies["basket"].value == before


def test_more_than_is_left_is_refused_with_the_number(client):
    put_into_basket(client, sku="strada-runner-rust-44")
    answer = client.post("/basket/", {"sku": "strada-runner-rust-44", "quantity": "3"})
    assert answer.status_code == 422
    assert "only 2 of this article" in answer.content.decode()


def test_what_was_sold_meanwhile_is_said_and_cannot_be_checked_out(client):
    put_into_basket(client)
    Stock.objects.filter(sku=SHOE).update(on_hand=0)
    page = client.get("/basket/").content.decode()
    assert "Sold out" in page
    assert client.post("/checkout/").status_code == 422
    assert not Checkout.objects.exists()


def test_what_is_no_longer_sold_leaves_the_basket_with_a_word(client):
    from severshop.domain.catalogue.models import Sku

    put_into_basket(client)
    Sku.objects.filter(code=SHOE).delete()
    assert "no longer sold" in client.get("/basket/").content.decode()
    assert "no longer sold" not in client.get("/basket/").content.decode()


@pytest.mark.parametrize("forged", ["", "x", "eyJhIjoxfQ:1abc:def", "e30", "%00", "ä".encode().decode("latin-1")])
def test_a_forged_basket_is_an_empty_one(client, forged):
    client.cookies["basket"] = forged
    client.cookies["checkout"] = forged
    client.cookies["placed"] = forged
    assert client.get("/basket/").status_code == 200
    assert client.get("/checkout/address/").status_code == 303
    assert client.get("/order-placed/").status_code == 404


def test_a_guest_leaves_no_row_before_the_checkout(client):
    from django.contrib.sessions.models import Session

    put_into_basket(client)
    client.get("/basket/")
    assert not Checkout.objects.exists()
    assert not Session.objects.exists()


def test_the_slowest_article_says_when_everything_leaves(client):
    put_into_basket(client)
    assert "leaves our warehouse" not in client.get("/basket/").content.decode()
    put_into_basket(client, slug="lido-sandal", colour="toffee", sku="lido-sandal-toffee-38")
    page = client.get("/basket/").content.decode()
    assert "Comes from the maker" in page
    assert "What comes from the maker takes longest: everything leaves our warehouse by" in page
