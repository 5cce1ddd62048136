import re

import pytest

from tests.interfaces.storefront.guest import SHOE, put_into_basket

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


def test_a_product_shows_price_sizes_dates_and_maker(client):
    page = client.get("/p/strada-runner/").content.decode()
    assert "€129.00" in page
    assert "UK 8" in page
    assert "US 9" in page
    assert "Arrives" in page
    assert "Brenta Calzature" in page
    assert "safety@brenta-calzature.example" in page


def test_a_sold_out_size_cannot_be_chosen_and_a_last_pair_is_named(client):
    page = client.get("/p/strada-runner/").content.decode()
    assert re.search(r'value="strada-runner-rust-36"[^>]* disabled', page)
    assert not re.search(r'value="strada-runner-rust-42"[^>]* disabled', page)
    assert "last pair" in page


def test_dates_for_another_country_are_remembered(client):
    page = client.get("/p/strada-runner/?to=CH").content.decode()
    assert "To Switzerland" in page
    assert "To Switzerland" in client.get("/p/strada-runner/").content.decode()


@pytest.mark.parametrize("query", ["to=XX", "to=de", "colour=plaid", "to=%00"])
def test_a_country_or_colour_that_does_not_exist_is_refused(client, query):
    answer = client.get(f"/p/strada-runner/?{query}")
    assert answer.status_code == 400
    assert not answer.cookies


def test_a_product_that_does_not_exist_is_not_found(client):
    assert client.get("/p/nothing/").status_code == 404
    assert client.post("/p/nothing/", {"colour": "rust"}).status_code == 404


def test_it_goes_into_the_basket(client):
    answer = put_into_basket(client)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/basket/"
    assert client.cookies["basket_count"].value == "1"
    assert client.cookies["basket"]["httponly"]
    page = client.get("/basket/").content.decode()
    assert "Strada Runner" in page
    assert "Rust, EU 42" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"colour": "rust"},
        {"colour": "plaid", "size_plaid": SHOE},
        {"colour": "harbour", "size_rust": SHOE},  # a size that was chosen for another colour
        {"colour": "harbour", "size_harbour": SHOE},
        {"colour": "rust", "size_rust": "nothing"},
    ],
)
def test_without_a_right_colour_and_size_nothing_goes_in(client, sent):
    answer = client.post("/p/strada-runner/", sent)
    assert answer.status_code == 422
    assert "Please choose a" in answer.content.decode()
    assert "basket" not in client.cookies


def test_a_size_that_was_sold_meanwhile_is_refused(client):
    answer = put_into_basket(client, sku="strada-runner-rust-36")
    assert answer.status_code == 422
    assert "sold out" in answer.content.decode()


def test_the_last_pair_goes_in_once(client):
    last = {"slug": "strada-runner", "colour": "harbour", "sku": "strada-runner-harbour-39"}
    assert put_into_basket(client, **last).status_code == 303
    answer = put_into_basket(client, **last)
    assert answer.status_code == 422
    assert "all that there are" in answer.content.decode()
    assert client.cookies["basket_count"].value == "1"


@pytest.mark.parametrize(
    ("slug", "said"),
    [("atelier-clog", "It is made to order: it leaves our warehouse by"), ("lido-sandal", "from the maker")],
)
def test_what_is_not_on_the_shelf_says_by_when_it_leaves(client, slug, said):
    assert said in client.get(f"/p/{slug}/").content.decode()
    assert "leaves our warehouse" not in client.get("/p/strada-runner/").content.decode()
