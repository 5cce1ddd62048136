"""Walks every page that Django serves, as each kind of person, in German, and finds nothing English."""

import pytest

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from tests.german import english_in
from tests.interfaces.test_who_may import OURS, client_of, path_of, placed, table

__all__ = ["client_of", "path_of", "placed"]

DATA = ("Strada Runner", "Rust, EU 42", "Sam", "Cologne", "BestShoeSeverShop", "Where is it?")
"""What the tests' own orders are made of, and names."""
NO_PAGE = {"ops:healthz", "ops:metrics", "staff:slip"}
"""The slip speaks the language of its order; it has a test of its own."""


@pytest.mark.parametrize("person", [table.STRANGER, table.SHOPPER, *sorted(table.STAFF)])
def test_every_page_is_german(person, path_of, client_of):
    client = client_of(person)
    # The shopper of the walk has bought what is walked.
    Order.objects.update(customer=User.objects.filter(email="shopper@example.com").first())
    english, walked = {}, 0
    for name in sorted(set(OURS) & set(table.WHO_MAY) - NO_PAGE):
        if not table.WHO_MAY[name].get:
            continue
        answer = client.get(path_of(name), headers={"accept-language": "de"})
        if not answer.headers.get("Content-Type", "").startswith("text/html") or 300 <= answer.status_code < 400:
            continue
        walked += 1
        assert answer.headers["Content-Language"] == "de", name
        if found := english_in(answer.text, data=DATA):
            english[name] = found
    assert english == {}
    assert walked >= 10


def test_forms_that_are_wrong_say_so_in_german(path_of, client_of):
    client = client_of(table.STRANGER)
    english = {}
    for name in sorted(set(OURS) & set(table.WHO_MAY)):
        if table.STRANGER not in table.WHO_MAY[name].post:
            continue
        answer = client.post(path_of(name), {}, headers={"accept-language": "de"})
        if answer.headers.get("Content-Type", "").startswith("text/html") and (
            found := english_in(answer.text, data=DATA)
        ):
            english[name] = found
    assert english == {}


def test_what_goes_into_the_box_is_in_the_orders_language_and_what_customs_read_in_english(placed, path_of, client_of):
    warehouse = client_of(table.Role.WAREHOUSE)
    Order.objects.filter(pk=placed.order.pk).update(language="de")
    slip = warehouse.get(path_of("staff:slip"), headers={"accept-language": "en"})
    assert (slip.headers["Content-Language"], english_in(slip.text, data=DATA)) == ("de", [])
    label = [warehouse.get(path_of("staff:label"), headers={"accept-language": code}).content for code in ("en", "de")]
    assert label[0].startswith(b"%PDF")
    assert label[0] == label[1]


def test_admin_is_djangos_own_german(client_of):
    client = client_of(table.Role.OWNER)
    answer = client.get("/admin/", headers={"accept-language": "de"})
    assert answer.headers["Content-Language"] == "de"
    assert Order.objects.count() == 0
    assert "Abmelden" in answer.text
