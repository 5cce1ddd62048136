import pytest

from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.models import DeliveryOption

pytestmark = pytest.mark.django_db


def test_help_explains_the_four_words(client):
    page = client.get("/help/").content.decode()
    for word in ("Order Received", "In Process", "Shipped", "Delivered"):
        assert word in page
    assert "help@" in page


def test_shipping_says_what_the_checkout_will_ask_for(client):
    load_shipping()
    page = client.get("/help/shipping/").content.decode()
    assert "Denmark" in page
    assert "8.1%" in page
    assert "€4.90" in page
    assert "up to 1 business day" in page
    DeliveryOption.objects.filter(zone="home", code="standard").update(price_minor=555)
    assert "€5.55" in client.get("/help/shipping/").content.decode()


def test_a_shop_that_ships_nowhere_says_so(client):
    answer = client.get("/help/shipping/")
    assert answer.status_code == 200
    assert "has not said yet" in answer.content.decode()
