"""A broken shoe, from the shopper's phone over the desk to the order that replaces it."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import letters, prove
from tests.journeys.test_claim import photo, shipped
from tests.processes import wait_until


def test_it_is_looked_at_and_sent_again(shop, open_page, staff):
    address = "send.it.again@demo.example"
    order = shipped(shop, "on_time", email=address)
    wait_until(lambda: shop.status(order)["status"] == "delivered", what="the delivery")
    page = open_page()
    page.goto(f"/order/{order.token}/claim/")
    prove(page, shop, address)
    page.get_by_role("link", name=re.compile("^Something is damaged")).click()
    page.get_by_label(re.compile("^What is broken")).fill("The heel is loose.")
    page.get_by_label(re.compile("^Photos")).set_input_files([photo()])
    page.get_by_role("radio", name=re.compile("^The same once more")).check()
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_text(re.compile("^A person looks at it"))).to_be_visible()
    number = shop.status(order)["number"]

    desk = staff.page
    staff.sign_in("support")
    desk.get_by_role("link", name="Waiting", exact=True).click()
    desk.get_by_role("link", name=re.compile(rf"^Open.*{number}|^Decide.*{number}")).first.click()
    expect(desk.get_by_text("The heel is loose.")).to_be_visible()
    shot = desk.get_by_role("img", name="Photo 1 of 1, by the shopper")
    assert shot.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") > 0
    assert violations(desk) == []
    file = desk.request.get(desk.get_by_role("link", name="Claim file (PDF)").get_attribute("href") or "")
    assert (file.headers["content-type"], file.body()[:5]) == ("application/pdf", b"%PDF-")
    desk.get_by_label(re.compile("^A word to the shopper")).first.fill("We are sorry.")
    desk.get_by_role("button", name="Send it again").click()
    expect(desk.get_by_text("Decided. The shopper is told by mail.")).to_be_visible()
    again = desk.locator("main a.number").inner_text()
    assert again != number

    wait_until(lambda: letters(shop, address, again), what="the letters that name the new order")
    page.goto(f"/t/{order.token}")
    expect(page.get_by_text(again).first).to_be_visible()
    assert shop.status(order)["claims"][0]["replacement"]["number"] == again
    assert datetime.fromisoformat(shop.status(order)["claims"][0]["steps"][-1]["at"]) <= datetime.now(UTC)
