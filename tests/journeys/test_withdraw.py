"""Withdrawing from the contract on a phone: two steps, no sign-in, no code, the receipt at once; in both languages."""

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.processes import wait_until

SHOTS = os.environ.get("SEVERSHOP_SHOTS", "")
"""A folder for pictures of each step, for whoever looks at the pages."""


def receipts(shop, address):
    """The receipts that came to an address: they alone name the moment with its offset."""
    return [mail for mail in shop.mails() if mail["To"] == address and "(UTC+" in text_of(mail)]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def seen(page, name):
    """Nothing is wrong for a screen reader, nothing is too wide for the phone."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if SHOTS:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SHOTS) / f"{name}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")


def test_a_part_of_an_order_from_its_own_page(shop, open_page):
    address = "withdraw.part@demo.example"
    order = shop.order(ships=False, email=address)
    page = open_page()
    page.goto(f"/t/{order.token}")
    page.get_by_label("What you can do now").get_by_role(
        "link", name=re.compile("^Withdraw from contract here")
    ).click()
    expect(page.get_by_role("heading", name="Withdraw from contract here")).to_be_visible()
    seen(page, "order")
    page.get_by_label("Name").fill("Ada Winter")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    seen(page, "order-review")
    page.get_by_role("button", name="Confirm withdrawal", exact=True).click()
    expect(page.get_by_role("heading", name="We have received your withdrawal")).to_be_visible()
    expect(page.get_by_text(re.compile("had not left our warehouse and is called off"))).to_be_visible()
    seen(page, "order-done")
    wait_until(lambda: receipts(shop, address), what="the receipt")
    (receipt,) = receipts(shop, address)
    for said in (order.number, "Ada Winter", "the whole order"):
        assert said in text_of(receipt)
    page.goto(f"/t/{order.token}")
    expect(page.get_by_role("heading", name=re.compile("^Your withdrawal"))).to_be_visible()
    seen(page, "status")


def test_in_german_without_a_link_and_without_javascript(shop, open_page):
    address = "widerruf@demo.example"
    # It stays on its way, however slow this machine is: what has arrived comes back as a return.
    order = shop.order(journey="silent_after_label", email=address)
    page = open_page(locale="de-DE", java_script_enabled=False)
    page.goto("/help/")
    page.locator("footer a[href='/withdraw/']").click()
    assert page.locator("html").get_attribute("lang") == "de"
    page.locator("input[name=name]").fill("Ada Winter")
    page.locator("input[name=number]").fill(order.number)
    page.locator("input[name=email]").fill(address)
    page.locator("main form button").click()
    expect(page.locator("main form button")).to_have_count(1)
    page.locator("main form button").click()
    expect(page.locator("main dl")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d.*\(UTC\+0"))
    expect(page.locator("main dl")).to_contain_text(order.number)
    wait_until(lambda: receipts(shop, address), what="the receipt")
    (receipt,) = receipts(shop, address)
    assert receipt["Content-Language"] == "de"
    # it had left: it says where to and until when, with the day as Germans write it
    assert re.search(r"\d{1,2}\. (November|Dezember)", text_of(receipt))
    assert "Widdersdorfer" in text_of(receipt)


def test_a_phone_in_english_sees_the_open_form_whole(open_page):
    page = open_page()
    page.goto("/withdraw/")
    seen(page, "form")
    page.get_by_label("Name").fill("Ada Winter")
    page.get_by_label("Order number").fill("the blue ones")
    page.get_by_label("E-mail").fill("somebody@demo.example")
    page.get_by_label(re.compile("Only a part of it")).fill("only the left one")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This does not look like one of our order numbers.")).to_be_visible()
    seen(page, "review")
    page.get_by_role("button", name="Confirm withdrawal", exact=True).click()
    expect(page.get_by_role("heading", name="We have received your withdrawal")).to_be_visible()
    seen(page, "receipt")
