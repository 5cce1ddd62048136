"""The shop half tells of every size and colour of a product, and of nothing that it does not sell."""

import pytest
from django.conf import settings

from severshop.domain.catalogue.actions import load_catalogue
from severshop.domain.catalogue.queries import articles, product
from severshop.usecases.reading.other_sizes import other_sizes

pytestmark = [pytest.mark.django_db, pytest.mark.shop]


def test_all_of_the_same_product_as_a_line_would_have_them():
    load_catalogue()
    assert settings.OTHER_SIZES
    made = product("strada-runner")
    told = other_sizes(made.skus[0], language="en")
    assert tuple(one.sku for one in told) == made.skus
    sold = articles(made.skus, language="en")
    for one in told:
        article = sold[one.sku]
        assert (one.name, one.variant, one.unit_minor) == (article.name, article.variant, article.price_minor)
        assert (one.silhouette, one.tint, one.origin) == (article.kind, article.tint, article.origin)
        assert one.colour in one.variant
        assert one.size in one.variant
    assert {one.colour for one in other_sizes(made.skus[0], language="de")} != {one.colour for one in told}


def test_nothing_of_what_is_not_sold():
    assert other_sizes("none-such", language="en") == ()
