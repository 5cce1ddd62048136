"""What a guest does, step by step, through the pages."""

import re

from django.http import HttpResponse
from django.test import Client

ADDRESS = {
    "email": "ada@example.com",
    "country": "DK",
    "name": "Ada Lovelace",
    "street": "Nyhavn 12",
    "postal_code": "1051",
    "city": "København K",
}
SHOE = "strada-runner-rust-42"


def put_into_basket(
    client: Client, *, slug: str = "strada-runner", colour: str = "rust", sku: str = SHOE
) -> HttpResponse:
    return client.post(f"/p/{slug}/", {"colour": colour, f"size_{colour}": sku})


def reach_payment(client: Client, **address: str) -> str:
    """Go from the basket to the last page and return it."""
    assert client.post("/checkout/").headers["Location"] == "/checkout/address/"
    assert client.post("/checkout/address/", ADDRESS | address).headers["Location"] == "/checkout/delivery/"
    assert client.post("/checkout/delivery/", {"option": "standard"}).headers["Location"] == "/checkout/payment/"
    return client.get("/checkout/payment/").content.decode()


def hidden(page: str) -> dict[str, str]:
    """Return what the payment page sends back unseen."""
    found = dict(re.findall(r'<input type="hidden" name="(seal|checkout)" value="([^"]*)"', page))
    assert set(found) == {"seal", "checkout"}
    return found


def pay(client: Client, page: str, *, method: str = "card_ok") -> HttpResponse:
    return client.post("/checkout/payment/", hidden(page) | {"method": method})
