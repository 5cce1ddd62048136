"""Paying more for a faster way, on a phone: refused once, over the bank, and all of it back in the end."""

import re

from playwright.sync_api import expect

from tests.journeys.test_cancel import letters, prove
from tests.journeys.test_change import seen
from tests.processes import wait_until


def test_express_after_all_and_then_not_at_all(shop, shopper):
    address = "faster.please@demo.example"
    number, path = shopper.buy(email=address)
    page = shopper.page
    page.goto(path)
    page.get_by_role("link", name=re.compile("^Change address, size or delivery")).click()
    prove(page, shop, address)
    page.get_by_role("link", name="Change Way to ship").click()
    page.get_by_role("radio", name=re.compile("Express")).check()
    seen(page, "charge-choice")
    page.get_by_role("button", name="See how it would be").click()
    expect(page.get_by_text("To pay now")).to_be_visible()
    page.get_by_role("radio", name=re.compile("0002")).check()
    seen(page, "charge-review")
    page.get_by_role("button", name=re.compile("^Pay €.* and change it$")).click()
    expect(page.get_by_role("heading", name="It was not paid, and nothing was changed")).to_be_visible()
    seen(page, "charge-declined")

    page.get_by_role("link", name="Change Way to ship").click()
    page.get_by_role("radio", name=re.compile("Express")).check()
    page.get_by_role("button", name="See how it would be").click()
    page.get_by_role("radio", name=re.compile("3155")).check()
    page.get_by_role("button", name=re.compile("^Pay €.* and change it$")).click()
    expect(page.get_by_role("heading", name="Do you approve this payment?")).to_be_visible()
    back = page.url
    # Somebody who leaves the bank's page finds the way back to it.
    page.goto(f"/order/{path.removeprefix('/t/')}/change/")
    seen(page, "charge-open")
    page.get_by_role("link", name="See how the payment stands").click()
    seen(page, "charge-paying")
    page.get_by_role("link", name="Go on at the bank").click()
    expect(page).to_have_url(back)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Your order is changed")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^You paid €.* for it\.$"))).to_be_visible()
    seen(page, "charge-paid")
    wait_until(lambda: letters(shop, address, f"Order {number}: changed"), what="the letter of the change")
    expect(page.get_by_text("Express").first).to_be_visible()

    # The invoice says all of it; what goes back is credited.
    documents = f"/order/{path.removeprefix('/t/')}/documents/"
    assert page.request.get(f"{documents}invoice.pdf").headers["content-type"] == "application/pdf"
    page.get_by_role("link", name=re.compile("^Cancel the order")).click()
    page.get_by_role("button", name="See what goes back").click()
    page.get_by_role("button", name="Cancel now").click()
    expect(page.get_by_role("heading", name="Your order is cancelled")).to_be_visible()
    wait_until(lambda: len(letters(shop, address, "on its way")) == 2, what="the letters about both refunds")
    note = page.get_by_role("link", name=re.compile("^Credit note for €"))
    wait_until(lambda: page.goto(documents) and note.count(), what="the money back, and its credit note")
    seen(page, "charge-documents")
    answer = page.request.get(note.get_attribute("href"))
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")
