"""A shopper who reads German: every page narrow and wide, heard by axe, without JavaScript and with it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.german import english_in
from tests.processes import wait_until

PUBLIC = [
    "/",
    "/?kind=accessories",
    "/p/strada-runner/",
    "/p/merino-socks/",
    "/basket/",
    "/help/",
    "/help/late/",
    "/help/returns/",
    "/find-order/",
    "/nix/",
]
DOORS = ["/account/login/", "/account/signup/", "/staff/sign-in/"]
DATA = (
    "BestShoeSeverShop",
    "Strada Runner",
    "Rust, EU 42",
    ".example",
)


def look(page: Page) -> list[str]:
    """Return what is wrong with a page: too wide, not to be heard, or not German."""
    wrong = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("is too wide")
    wrong += [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    wrong += english_in(page.content(), data=DATA)
    return [f"{page.url}: {one}" for one in wrong]


@pytest.fixture(scope="module")
def shipped(shop):
    return shop.order(journey="on_time")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_page_fits_and_is_german(shop, open_page, shipped, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE")
    wrong = []
    for path in [
        *PUBLIC,
        *DOORS,
        f"/t/{shipped.token}",
        *[f"/order/{shipped.token}/{page}/" for page in ("help", "help/number", "contact")],
        "/t/nothing-here-nothing-he",
    ]:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "de"
        wrong += look(page)
    assert wrong == []


def test_a_purchase_from_the_switch_to_the_mail(shop, open_page):
    page = open_page(viewport={"width": 320, "height": 700}, java_script_enabled=False, locale="en-GB")
    page.goto("/p/strada-runner/?from=a-friend")
    page.get_by_role("button", name="Deutsch").click()
    expect(page).to_have_url(re.compile(r"/p/strada-runner/\?from=a-friend$"))
    page.locator("label.size:not(.gone)").first.click()
    page.get_by_role("button", name="In den Warenkorb").click()
    page.goto("/basket/")
    page.get_by_role("button", name="Zur Kasse").click()
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Vor- und Nachname").fill("Ada Winter")
    page.get_by_label("Straße und Hausnummer").fill("Ringstraße 12")
    page.get_by_label("Postleitzahl").fill("50667")
    page.get_by_label("Ort", exact=True).fill("Köln")
    page.get_by_role("button", name="Weiter zur Lieferung").click()
    page.get_by_role("button", name="Weiter zur Zahlung").click()
    page.get_by_role("button", name=re.compile(r"Zahlungspflichtig bestellen: \d+,\d\d\s€")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke. Ankunft")
    number = re.search(r"BS-\w{4}-\w{4}", page.content())
    assert number
    page.get_by_role("link", name="Bestellung verfolgen").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_text("Wie es weitergeht")).to_be_visible()
    assert english_in(page.content(), data=DATA) == []
    wait_until(lambda: any(number[0] in mail["Subject"] for mail in shop.mails()), what="the confirmation by mail")
    mail = next(mail for mail in shop.mails() if number[0] in mail["Subject"])
    assert mail["Subject"].startswith(f"Bestellung {number[0]}: Ankunft ")
    assert mail["Content-Language"] == "de"


def test_the_status_page_changes_its_language_by_its_address_and_stays_live_in_it(shop, open_page, shipped):
    page = open_page(locale="en-GB")
    page.goto(f"/t/{shipped.token}")
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(re.compile(r"\?lang=de$"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
    # The script fetches the page again when it has news: in the same language.
    with page.expect_response(
        lambda answer: "lang=de" in answer.url and answer.request.resource_type == "fetch"
    ) as fetched:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert fetched.value.headers["content-language"] == "de"
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
