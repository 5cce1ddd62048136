"""`severshop demo order`: buys, pays and ships through the shop's own pages, as people would."""

import json
import os
import random
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from severshop.interfaces.cli.browsing import Browser
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.logins import PASSWORD

NUMBER = re.compile(r"BS-[0-9A-Z]{4}-[0-9A-Z]{4}")
STATUS_LINK = re.compile(r"/t/([A-Za-z0-9_-]{22})")
ORDER_PAGE = re.compile(r"/staff/orders/([0-9a-f-]{36})/")

HOMES = {
    "DE": ("Severinstraße 12", "50678", "Köln", ""),
    "AT": ("Lindengasse 9", "1070", "Wien", ""),
    "BE": ("Vlaanderenstraat 31", "9000", "Gent", ""),
    "CH": ("Spalenberg 20", "4051", "Basel", ""),
    "DK": ("Elmegade 4", "2200", "København", ""),
    "ES": ("Calle de Fuencarral 60", "28004", "Madrid", "Madrid"),
    "FR": ("11 rue Oberkampf", "75011", "Paris", ""),
    "GB": ("8 Lamb's Conduit Street", "WC1N 3LH", "London", ""),
    "IT": ("Via Torino 20", "20123", "Milano", "Milano"),
    "NL": ("Nieuwe Binnenweg 101", "3014 GE", "Rotterdam", ""),
    "PL": ("Mokotowska 33", "00-551", "Warszawa", ""),
    "SE": ("Götgatan 18", "118 46", "Stockholm", ""),
}
PRODUCTS_TRIED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is ordered: where the shop is, where the order goes, and how it travels."""

    url: str
    journey: str = ""
    carrier: str = ""
    """Who carries it; if empty, whom the shop's carrier table proposes."""
    country: str = "DE"
    delivery: str = "standard"
    parcels: int = 1
    email: str = "ada@demo.example"
    ships: bool = True
    carrier_url: str = ""
    """Where the simulated carrier is; if empty, CARRIER_URL or two ports above the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order that was placed: its number for people and the token of its link."""

    number: str
    token: str


def order_and_ship(wish: Wish) -> None:
    """Place an order, ship it unless told otherwise, and print where it can be watched."""
    if wish.country not in HOMES:
        raise MendableError(f"--country {wish.country}: the demo has addresses in {', '.join(sorted(HOMES))}")
    placed = place(wish)
    if wish.ships:
        ship(placed, wish)
    print(json.dumps({"number": placed.number, "token": placed.token, "url": f"{wish.url}/t/{placed.token}"}))


def place(wish: Wish) -> Placed:
    """Walk from the shelf to the confirmation."""
    street, postal_code, city, region = HOMES[wish.country]
    address = {"street": street, "postal_code": postal_code, "city": city, "region": region}
    person = {"email": wish.email, "name": "Ada Winter", "country": wish.country}
    with Browser(wish.url) as browser:
        _fill_basket(browser, kinds=wish.parcels)
        browser.send(browser.form(leads_to="/checkout/"))
        browser.send(browser.form(holds="email"), person | address)
        browser.send(browser.form(holds="option"), {"option": wish.delivery})
        browser.send(browser.form(holds="method"), {"method": "card_ok"})
        number, link = NUMBER.search(browser.text), STATUS_LINK.search(browser.text)
        if not number or not link:
            raise MendableError(f"the order was not confirmed; the shop led to {browser.at}")
    return Placed(number=number[0], token=link[1])


def ship(placed: Placed, wish: Wish) -> None:
    """Sign in as the warehouse, pick, pack with a label, and hand over."""
    with Browser(wish.url) as browser:
        browser.open("/staff/sign-in/")
        browser.send(browser.form(holds="password"), {"username": "warehouse@demo.example", "password": PASSWORD})
        browser.open(f"/staff/orders/?q={placed.number}")
        found = ORDER_PAGE.search(browser.at)
        if not found:
            raise MendableError(f"the staff do not find {placed.number}; was the demo seeded? (severshop seed)")
        page = found[0]
        browser.send(browser.form(leads_to="/start-picking/"))
        for position in range(1, wish.parcels + 1):
            _pack(browser, page, wish, is_last=position == wish.parcels)
        browser.open(page)
        browser.send(browser.form(leads_to="/hand-over/"))


def _fill_basket(browser: Browser, *, kinds: int) -> None:
    browser.open("/")
    products = sorted({urlsplit(link).path for link in browser.links if urlsplit(link).path.startswith("/p/")})
    put = 0
    for product in random.sample(products, min(PRODUCTS_TRIED, len(products))):
        browser.open(product)
        form = browser.form(holds="colour")
        sizes = f"size_{form.values['colour'][0]}"
        if form.choices.get(sizes):
            browser.send(form, {sizes: random.choice(form.choices[sizes])})  # noqa: S311 - any pair will do
            put += 1
        if put == kinds:
            return
    raise MendableError("the shop has nothing in stock; fill it again with: severshop seed")


def _pack(browser: Browser, page: str, wish: Wish, *, is_last: bool) -> None:
    browser.open(f"{page}pack/")
    form = browser.form(holds="parcel_id")
    carrier = wish.carrier or form.values["carrier"][0]
    if carrier not in form.choices.get("carrier", form.values["carrier"]):
        raise MendableError(f"--carrier {carrier}: the shop has {', '.join(form.choices['carrier'])}")
    quantities = [name for name in form.values if name.startswith("quantity_")]
    chosen = {} if is_last else dict.fromkeys(quantities[1:], "0")
    if wish.journey:
        _order_label(form.values["parcel_id"][0], wish, carrier=carrier)
    browser.send(form, {"label": "buy", "carrier": carrier} | chosen)


def _order_label(reference: str, wish: Wish, *, carrier: str) -> None:
    """Ask the carrier for the parcel's label first: the shop, asking for the same parcel, gets the same label."""
    _street, postal_code, city, _region = HOMES[wish.country]
    port = urlsplit(wish.url).port or 80
    url = wish.carrier_url or os.environ.get("CARRIER_URL") or f"http://localhost:{port + 2}"
    asked = {
        "reference": reference,
        "carrier": carrier,
        "service": wish.delivery,
        "journey": wish.journey,
        "from": {"city": "Cologne", "country": "DE"},
        "to": {"city": city, "postal_code": postal_code, "country": wish.country},
    }
    try:
        answer = httpx.post(f"{url}/labels", json=asked, timeout=10)
    except httpx.HTTPError as error:
        raise MendableError(f"no answer from the carrier at {url}; set CARRIER_URL") from error
    if not answer.is_success:
        raise MendableError(f"--journey {wish.journey}: {answer.json().get('detail', answer.text)}")
