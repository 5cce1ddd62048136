"""The pages that are judged, each reached as a shopper reaches it."""

from collections.abc import Iterator
from dataclasses import dataclass

from severshop.interfaces.cli.browsing import Browser
from severshop.interfaces.cli.logins import PASSWORD
from tests.stack import Stack

SHOPPER = "shopper@demo.example"
PRODUCT = "/p/strada-runner/"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A page, and the cookies that somebody has who came there."""

    name: str
    path: str
    cookies: str = ""


def visits(shop: Stack) -> Iterator[Visit]:
    """Walk through the shop and yield the pages that matter most."""
    placed = shop.order(email=SHOPPER)
    yield Visit(name="home", path="/")
    yield Visit(name="product", path=PRODUCT)
    yield Visit(name="checkout", path=(checkout := _begin_checkout(shop))[0], cookies=checkout[1])
    yield Visit(name="status page", path=f"/t/{placed.token}")
    yield Visit(name="My Orders", path="/my-orders/", cookies=_sign_in(shop))


def _begin_checkout(shop: Stack) -> tuple[str, str]:
    with Browser(shop.url) as browser:
        browser.open(PRODUCT)
        form = browser.form(holds="colour")
        sizes = f"size_{form.values['colour'][0]}"
        browser.send(form, {sizes: form.choices[sizes][0]})
        browser.send(browser.form(leads_to="/checkout/"))
        return browser.at.removeprefix(shop.url), browser.cookies


def _sign_in(shop: Stack) -> str:
    with Browser(shop.url) as browser:
        browser.open("/account/login/")
        browser.send(browser.form(holds="password"), {"login": SHOPPER, "password": PASSWORD})
        return browser.cookies
