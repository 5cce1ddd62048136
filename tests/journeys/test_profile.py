"""What a shopper's account knows, keeps, gives away and forgets, in a browser."""

import json
import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from severshop.interfaces.cli.logins import PASSWORD, SHOPPER
from tests.journeys.people import Shopper
from tests.processes import wait_until

OWN = "a-quiet-pair-of-boots"


@pytest.fixture
def email():
    return f"mira-{uuid.uuid4().hex[:8]}@example.com"


def code_mailed(shop, email, pattern=r"\b\d{4} \d{4}\b"):
    def codes():
        subjects = [str(mail["Subject"]) for mail in shop.mails() if mail["To"] == email]
        return [found[0] for subject in subjects if (found := re.search(pattern, subject))]

    wait_until(lambda: bool(codes()), what="a mail with a code")
    return codes()[-1]


def sign_up(page, shop, email):
    page.goto("/account/signup/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(OWN)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(code_mailed(shop, email))
    expect(page).to_have_url(re.compile("/my-orders/"))


def sign_in(page, email=SHOPPER, password=PASSWORD):
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/my-orders/"))


def is_clean(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(page.url, one["id"], one["nodes"][0]["html"][:200]) for one in found]


def prove(page):
    page.goto("/account/delete/")
    page.get_by_label("Password").fill(OWN)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Delete the account")).to_be_visible()


def test_a_guests_order_joins_the_account_and_comes_along_in_the_export(open_page, shop, email):
    page = open_page()
    number, _link = Shopper(page).buy(email=email)
    sign_up(page, shop, email)
    page.goto("/account/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    document = json.loads(download.value.path().read_text("utf-8"))
    assert [order["number"] for order in document["orders"]] == [number]
    assert document["orders"][0]["address"]["street"] == "Elmegade 4"
    prove(page)
    expect(page.get_by_text(f"Order {number} has not arrived yet")).to_be_visible()
    expect(page.get_by_role("button", name="Delete the account")).to_have_count(0)


def test_an_account_is_deleted_and_its_door_is_shut(open_page, shop, email):
    page = open_page()
    sign_up(page, shop, email)
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    prove(page)
    page.get_by_label("Yes, delete my account").check()
    page.get_by_role("button", name="Delete the account").click()
    expect(page.get_by_role("heading", name="The account is deleted")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(OWN)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/account/login/"))


def test_somebody_known_buys_without_typing_anything(open_page):
    page = open_page()
    sign_in(page)
    shopper = Shopper(page)
    page.goto("/p/strada-runner/")
    expect(page.get_by_text("Your size is chosen: EU 38").first).to_be_visible()
    page.get_by_role("button", name="Put into the basket").click()
    page.get_by_role("button", name="To the checkout").click()
    expect(page.get_by_role("heading", name="When should it arrive?")).to_be_visible()
    expect(page.get_by_text("Aachener Straße 41")).to_be_visible()
    is_clean(page)
    page.get_by_role("link", name=re.compile("Change.*address")).click()
    is_clean(page)
    page.get_by_role("button", name=re.compile("Send it here")).first.click()
    page.get_by_role("button", name="On to payment").click()
    shopper.pay()
    shopper.confirmed()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_the_accounts_pages(open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page)
    for path in ("", "details/", "addresses/", "addresses/new/", "data/", "deleted/"):
        page.goto(f"/account/{path}")
        is_clean(page)
    page.goto("/account/details/")
    page.get_by_label("Size", exact=True).first.fill("99")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No shoe has this size").first).to_be_visible()
    is_clean(page)
    page.goto("/account/delete/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Delete the account")).to_be_visible()
    is_clean(page)


def test_a_code_proves_who_holds_the_link_once_a_browser(open_page, shop, email):
    placed = shop.order(ships=False, email=email)
    page = open_page()
    page.goto(f"/t/{placed.token}")
    page.get_by_role("link", name=re.compile("Invoice and packing slip")).click()
    expect(page.get_by_role("heading", name="Is it your order?")).to_be_visible()
    is_clean(page)
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_text(f"{email[0]}...@example.com")).to_be_visible()
    page.get_by_label("Code", exact=True).fill("not it")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("4 more times")).to_be_visible()
    is_clean(page)
    page.get_by_label("Code", exact=True).fill(code_mailed(shop, email, r"\b\d{3} \d{3}\b"))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/documents/$"))
    held = [cookie for cookie in page.context.cookies() if cookie["name"].startswith("holder_")]
    assert [(cookie["httpOnly"], cookie["path"]) for cookie in held] == [(True, "/order/")]
    is_clean(page)
    invoice = page.request.get(page.get_by_role("link", name=re.compile("^Invoice")).get_attribute("href"))
    assert (invoice.status, invoice.body()[:5]) == (200, b"%PDF-")
    other = open_page()
    other.goto(f"/order/{placed.token}/documents/")
    expect(other.get_by_role("heading", name="Is it your order?")).to_be_visible()
