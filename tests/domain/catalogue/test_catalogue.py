"""The seed catalogue, and how it is read."""

import re

import pytest
from django.utils import translation

from severshop.domain.catalogue.actions import load_catalogue
from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.catalogue.queries import articles, list_products, product, sizes_made
from severshop.domain.catalogue.rules import ACCESSORIES, GROUPS, TRANSLATED, untranslated
from severshop.domain.catalogue.seed import UnknownStockError, UntranslatedError, _product, seed_products
from severshop.look.drawings import kinds

pytestmark = [pytest.mark.shop, pytest.mark.django_db]


def test_the_shop_is_a_real_one():
    products = seed_products()
    shoes = [made for made in products if made.kind not in ACCESSORIES]
    assert len(shoes) >= 24
    assert len(products) - len(shoes) >= 6
    assert all(len(made.colours) >= 2 for made in shoes)
    assert all("@" in made.maker and "," in made.maker for made in products)


def test_every_kind_is_drawn_and_can_be_browsed():
    for made in seed_products():
        assert made.kind in kinds()
        assert made.kind in GROUPS["shoes"] or made.kind in ACCESSORIES


def test_customs_and_carriers_learn_what_they_ask_of_every_product():
    for made in seed_products():
        assert 10 <= made.weight_grams <= 5_000, made.slug
        assert re.fullmatch(r"\d{6}", made.hs_code), made.slug
        assert re.fullmatch(r"[A-Z]{2}", made.origin), made.slug
        assert made.hs_code.startswith("64") or made.kind in ACCESSORIES, made.slug


def test_some_sizes_are_low_one_is_the_last_and_some_are_gone():
    stock = load_catalogue()
    assert 0 in stock.values()
    assert 1 in stock.values()
    assert {2, 3} & set(stock.values())
    assert sum(1 for left in stock.values() if left > 3) > len(stock) / 2


def test_loading_twice_changes_nothing_and_mends_what_differs():
    first = load_catalogue()
    counts = (Product.objects.count(), Colour.objects.count(), Sku.objects.count())
    Product.objects.filter(slug="strada-runner").update(price_minor=1)
    assert load_catalogue() == first
    assert (Product.objects.count(), Colour.objects.count(), Sku.objects.count()) == counts
    assert Product.objects.get(slug="strada-runner").price_minor == 12900


def test_an_article_says_what_an_order_line_needs():
    load_catalogue()
    found = articles(["strada-runner-rust-42", "leather-balm-neutral-75ml", "shoe-bag-pine", "nothing"])
    assert set(found) == {"strada-runner-rust-42", "leather-balm-neutral-75ml", "shoe-bag-pine"}
    shoe = found["strada-runner-rust-42"]
    assert (shoe.name, shoe.variant, shoe.kind, shoe.tint) == ("Strada Runner", "Rust, EU 42", "runner", "#b4552d")
    assert (shoe.weight_grams, shoe.hs_code, shoe.origin) == (820, "640411", "VN")
    assert found["leather-balm-neutral-75ml"].variant == "Neutral, 75 ml"
    assert found["shoe-bag-pine"].variant == "Pine"


def test_lists_by_kind_and_size():
    load_catalogue()
    assert {made.kind for made in list_products(kinds=GROUPS["boots"])} == set(GROUPS["boots"])
    children = list_products(size_eu="28")
    assert children
    assert all(made.audience == "children" for made in children)
    assert list_products(kinds=["runner"], size_eu="28") == ()
    assert list(sizes_made()) == sorted(set(sizes_made()), key=float)


def test_a_product_shows_colours_and_sizes_in_order(django_assert_num_queries):
    load_catalogue()
    with django_assert_num_queries(3):
        found = product("strada-runner")
    assert found is not None
    assert [colour.slug for colour in found.colours] == ["rust", "harbour", "graphite"]
    assert [size.eu for size in found.colours[0].sizes] == [str(size) for size in range(36, 48)]
    assert product("nothing") is None


def test_stock_of_a_colour_that_does_not_exist_is_refused():
    entry = {
        "slug": "x", "name": "X", "kind": "boot", "audience": "men", "price": 1, "maker": "m", "sizes": "40-41",
        "weight_grams": 900, "hs_code": "640391", "origin": "IT",
        "summary": "", "description": "", "material": "", "care": "", "stock": 1, "stock_of": {"red/40": 2},
        "colours": [{"slug": "blue", "name": "Blue", "tint": "#0000ff"}],
    }  # fmt: skip
    german = {
        "product": {"x": {"summary": "", "description": "", "material": ""}},
        "colours": {"Blue": "Blau"}, "care": {"": ""}, "makers": {"m": "M"},
    }  # fmt: skip
    with pytest.raises(UnknownStockError):
        _product(entry, makers={"m": "M"}, german=german)
    with pytest.raises(UntranslatedError):
        _product(entry | {"stock_of": {}}, makers={"m": "M"}, german=german | {"colours": {}})
    with pytest.raises(UntranslatedError):
        _product(entry | {"stock_of": {}}, makers={"m": "M"}, german=german | {"product": {}})
    assert _product(entry | {"stock_of": {}}, makers={"m": "M"}, german=german).colours[0].name_de == "Blau"


def test_the_demo_sells_in_german_too():
    load_catalogue()
    assert untranslated(Product.objects.get(slug="matchpoint"), TRANSLATED) == []
    with translation.override("de"):
        found = product("leather-balm")
        article = articles(["strada-runner-harbour-42"])["strada-runner-harbour-42"]
    assert found is not None
    assert (found.name, found.colours[0].name) == ("Lederbalsam", "Farblos")
    assert (article.name, article.variant) == ("Strada Runner", "Hafenblau, EU 42")
    for row in Product.objects.all():
        same = [text for text in TRANSLATED if getattr(row, text) == getattr(row, f"{text}_de")]
        assert set(same) <= {"name"}, row.slug


def test_what_is_not_translated_is_read_in_english():
    load_catalogue()
    Product.objects.filter(slug="leather-balm").update(summary_de="", name_de="")
    Colour.objects.filter(product="leather-balm", slug="neutral").update(name_de="")
    with translation.override("de-at"):
        found = product("leather-balm")
    assert found is not None
    assert (found.name, found.summary) == ("Leather Balm", "Feeds smooth leather and keeps rain out.")
    assert found.colours[0].name == "Neutral"
    assert found.description.startswith("Bienenwachs")
    assert untranslated(Product.objects.get(slug="leather-balm"), TRANSLATED) == ["name_de", "summary_de"]
    code = "leather-balm-brown-75ml"
    assert articles([code], language="de")[code].variant == "Braun, 75 ml"
    assert articles([code], language="fr")[code].variant == "Brown, 75 ml"
