"""Another size for one that does not fit, on a phone: chosen with the return, kept, and sent when the desk says yes."""

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import prove
from tests.journeys.test_return import HOME, goes
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
                page.screenshot(path=Path(SHOTS) / f"exchange-{name}-{width}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")


def test_another_size_is_kept_and_goes_out_once_the_old_one_is_accepted(shop, open_page, staff):
    address = "another.size@demo.example"
    order = shop.order(journey="on_time", email=address)
    (parcel,) = shop.status(order)["parcels"]
    goes(shop, parcel["tracking_number"], carrier=parcel["carrier"], ago=4, there=HOME)
    wait_until(lambda: shop.status(order)["status"] == "delivered", what="the delivery")
    page = open_page()
    page.goto(f"/order/{order.token}/return/")
    prove(page, shop, address)
    page.get_by_label("Why?").select_option(label="It is too small")
    page.get_by_label("Another size or colour").check()
    page.locator('.pairs input[type="radio"]:not(:disabled)').first.check()
    seen(page, "form")
    page.get_by_role("button", name="Announce the return").click()
    expect(page.get_by_text("kept for you on our shelf")).to_be_visible()
    seen(page, "kept")
    (case,) = shop.status(order)["returns"]
    assert case["items"][0]["exchange"]["state"] == "kept"

    staff.sign_in("returns")
    desk = staff.page
    desk.goto(f"/staff/returns/?q={case['number']}")
    desk.get_by_role("button", name="Taken in").click()
    expect(desk.get_by_text("Another pair is wanted for it")).to_be_visible()
    desk.locator("#id_line-1-condition").select_option("tried_on")
    desk.locator("#id_line-1-verdict").select_option("accepted")
    desk.get_by_role("button", name="Write it down").click()
    desk.get_by_role("button", name="Do so").click()
    expect(desk.get_by_text("Acted on, nothing to pay back")).to_be_visible()

    page.goto(f"/t/{order.token}")
    card = page.get_by_role("region", name=re.compile("^Your return"))
    expect(card.get_by_text("Exchanged", exact=True)).to_be_visible()
    expect(card.get_by_text(re.compile("^Order BS-.* brings your other pair"))).to_be_visible()
    seen(page, "status")
    card.get_by_role("link", name="Everything about it").click()
    seen(page, "exchanged")
    page.get_by_role("link", name=re.compile("^Follow order")).click()
    expect(page.get_by_text("We have your order.").first).to_be_visible()
    seen(page, "new-order")
    (case,) = shop.status(order)["returns"]
    (sent,) = case["exchange_orders"]
    assert sent["number"] in page.locator("main").inner_text()
