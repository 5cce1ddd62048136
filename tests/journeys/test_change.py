"""Changing an order on a phone before the warehouse begins: first the size, then the address, then it is too late."""

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import letters, prove
from tests.processes import wait_until

SHOTS = os.environ.get("SEVERSHOP_SHOTS", "")
"""A folder for pictures of each step, for whoever looks at the pages."""


def seen(page, name):
    """Nothing is wrong for a screen reader, nothing is too wide for the smallest phone."""
    assert violations(page) == []
    for width in (320, 1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if SHOTS:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(SHOTS) / f"change-{name}-{width}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")


def test_first_the_size_then_the_address_and_then_the_warehouse_has_begun(shop, shopper, staff):
    address = "change.my.mind@demo.example"
    number, path = shopper.buy(email=address)
    page = shopper.page
    page.goto(path)
    page.get_by_role("link", name=re.compile("^Change address, size or delivery")).click()
    prove(page, shop, address)
    expect(page.get_by_role("heading", name="Change this order")).to_be_visible()
    seen(page, "overview")

    page.get_by_role("link", name="Change Size or colour").click()
    seen(page, "size")
    other = page.locator('input[name="sku"]:not(:checked):not(:disabled)').first
    sku = other.get_attribute("value")
    other.check()
    page.get_by_role("button", name="See how it would be").click()
    expect(page.get_by_role("heading", name="Change it like this?")).to_be_visible()
    expect(page.get_by_text("as promised")).to_be_visible()
    seen(page, "size-review")
    page.get_by_role("button", name="Change it now").click()
    expect(page.get_by_role("heading", name="Your order is changed")).to_be_visible()
    wait_until(lambda: letters(shop, address, f"Order {number}: changed"), what="the letter of the change")

    page.get_by_role("link", name="Change Delivery address").click()
    page.get_by_label("Street", exact=False).fill("Vestergade 1")
    page.get_by_label("Postal code").fill("5000")
    page.get_by_label("City").fill("Odense")
    seen(page, "address")
    page.get_by_role("button", name="See how it would be").click()
    expect(page.get_by_text("Vestergade 1")).to_be_visible()
    seen(page, "address-review")
    page.get_by_role("button", name="Change it now").click()
    expect(page.get_by_text("Odense").first).to_be_visible()
    seen(page, "overview-changed")
    page.get_by_role("link", name="Change Way to ship").click()
    seen(page, "delivery")
    page.go_back()
    page.get_by_role("link", name="Change E-mail and phone").click()
    seen(page, "contact")

    page.goto(path)
    expect(page.get_by_text("Odense").first).to_be_visible()
    staff.sign_in()
    staff.open_order(number)
    expect(staff.page.get_by_text(sku).first).to_be_visible()
    expect(staff.page.get_by_text(re.compile("Changed by the shopper: .*Vestergade 1"))).to_be_visible()
    seen(staff.page, "staff-order")
    staff.page.get_by_role("button", name="Start picking").click()
    page.goto(f"/order/{path.removeprefix('/t/')}/change/")
    expect(page.get_by_role("heading", name="It cannot be changed any more")).to_be_visible()
    seen(page, "too-late")
