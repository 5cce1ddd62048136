"""Cancelling on a phone, from the link in the e-mail to the money back; and the staff's half on a desk."""

import os
import re
from pathlib import Path

import httpx
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.processes import wait_until

SHOTS = os.environ.get("SEVERSHOP_SHOTS", "")
"""A folder for pictures of each step, for whoever looks at the pages."""


def letters(shop, address, subject):
    return [mail for mail in shop.mails() if mail["To"] == address and subject in mail["Subject"]]


def seen(page, name):
    """Nothing is wrong for a screen reader, nothing is too wide for the phone."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if SHOTS:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SHOTS) / f"{name}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        was = page.viewport_size
        page.set_viewport_size({"width": 1670 - was["width"], "height": 900})
        page.screenshot(path=Path(SHOTS) / f"{name}-other.png", full_page=True)
        page.set_viewport_size(was)


def prove(page, shop, address):
    page.get_by_role("button", name="Send me the code").click()
    wait_until(lambda: letters(shop, address, "code"), what="the mail with the code")
    text = letters(shop, address, "code")[-1].get_body(("plain",)).get_content()
    page.get_by_label("Code").fill(re.search(r"\b\d{3} ?\d{3}\b", text)[0])
    page.get_by_role("button", name="Go on").click()


def at_the_gateway(shop, method, path, **content):
    headers = {"Authorization": "Bearer demo-gateway-secret"}
    return httpx.request(method, f"{shop.gateway_url}/v1/{path}", headers=headers, **content).json()


def paid_back(shop):
    charges = at_the_gateway(shop, "GET", "charges")["charges"]
    lists = [at_the_gateway(shop, "GET", f"charges/{charge['key']}/refunds")["refunds"] for charge in charges]
    return [refund for refunds in lists for refund in refunds if refund["state"] == "succeeded"]


def test_two_taps_on_a_phone_and_the_money_is_on_its_way(shop, open_page):
    address = "cancel.at.once@demo.example"
    order = shop.order(ships=False, email=address)
    page = open_page()
    page.goto(f"/t/{order.token}")
    page.get_by_role("link", name=re.compile("^Cancel the order")).click()
    prove(page, shop, address)
    expect(page.get_by_role("heading", name="Cancel this order")).to_be_visible()
    seen(page, "choose")
    before = len(paid_back(shop))
    page.get_by_label("Why?").select_option(label="I changed my mind")
    page.get_by_role("button", name="See what goes back").click()
    expect(page.get_by_role("heading", name=re.compile("go back to you"))).to_be_visible()
    seen(page, "review")
    page.get_by_role("button", name="Cancel now").click()
    expect(page.get_by_role("heading", name="Your order is cancelled")).to_be_visible()
    expect(page.get_by_text(re.compile("go back to your card .*Visa 4242"))).to_be_visible()
    seen(page, "done")
    wait_until(lambda: len(paid_back(shop)) == before + 1, what="the refund at the gateway")
    wait_until(lambda: letters(shop, address, "refund is on its way"), what="the letter of the refund")
    assert letters(shop, address, "cancelled")
    page.goto(f"/t/{order.token}")
    expect(page.get_by_role("heading", name="This order is cancelled")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Your cancellation")).click()
    expect(page.get_by_role("heading", name="Your order is cancelled")).to_be_visible()


def test_while_it_is_packed_the_staff_decide_and_finance_approves(shop, open_page, staff):
    address = "cancel.while.packed@demo.example"
    order = shop.order(ships=False, email=address)
    staff.sign_in()
    staff.open_order(order.number)
    staff.page.get_by_role("button", name="Start picking").click()
    page = open_page(java_script_enabled=False)
    page.goto(f"/order/{order.token}/cancel/")
    prove(page, shop, address)
    page.get_by_role("button", name="See what goes back").click()
    page.get_by_role("button", name="Ask to cancel").click()
    expect(page.get_by_role("heading", name="You asked us to cancel")).to_be_visible()
    page.goto(f"/t/{order.token}")
    expect(page.get_by_text("Cancellation requested").first).to_be_visible()

    staff.open_order(order.number)
    expect(staff.page.get_by_role("heading", name="The shopper asked to cancel")).to_be_visible()
    seen(staff.page, "staff-order")
    staff.page.get_by_label(re.compile("A word to the shopper")).fill("Gladly: it was still on the shelf.")
    staff.page.get_by_role("button", name="It is taken out: cancel").click()
    expect(staff.page.get_by_text("Cancelled. The shopper is told")).to_be_visible()
    seen(staff.page, "staff-order-done")
    page.goto(f"/order/{order.token}/cancel/")
    expect(page.get_by_text("Gladly: it was still on the shelf.")).to_be_visible()
    staff.page.get_by_role("button", name="Sign out").click()
    staff.sign_in("finance")
    staff.page.get_by_role("link", name="Refunds", exact=True).first.click()
    waiting = staff.page.get_by_role("row").filter(has_text=order.number)
    expect(waiting).to_contain_text("Warehouse (demo)")
    seen(staff.page, "staff-refunds")
    before = len(paid_back(shop))
    waiting.get_by_role("button", name="Approve").click()
    expect(staff.page.get_by_text("Approved: it goes to the gateway now.")).to_be_visible()
    wait_until(lambda: len(paid_back(shop)) == before + 1, what="the refund at the gateway")
    wait_until(lambda: letters(shop, address, "refund is on its way"), what="the letter of the refund")


def test_a_bank_takes_money_that_was_paid_back_and_finance_sees_it(shop, open_page, staff):
    address = "bank@demo.example"
    order = shop.order(ships=False, email=address)
    charge = at_the_gateway(shop, "GET", "charges")["charges"][0]
    page = open_page()
    page.goto(f"/order/{order.token}/cancel/")
    prove(page, shop, address)
    page.get_by_role("button", name="See what goes back").click()
    page.get_by_role("button", name="Cancel now").click()
    wait_until(lambda: letters(shop, address, "refund is on its way"), what="the letter of the refund")
    path = f"sandbox/charges/{charge['key']}/chargeback"
    at_the_gateway(shop, "POST", path, json={"amount_minor": charge["amount_minor"]})
    staff.sign_in("finance")

    def is_listed():
        staff.page.goto("/staff/refunds/")
        return staff.page.get_by_role("row").filter(has_text=order.number).count() > 0

    wait_until(is_listed, what="the chargeback in the list")
    row = staff.page.get_by_role("row").filter(has_text=order.number)
    expect(row).to_contain_text("paid back twice: contest it")
    seen(staff.page, "staff-chargeback")
    row.get_by_role("button", name="Seen").click()
    expect(row).to_contain_text("Finance (demo)")
    staff.page.goto("/staff/")
    seen(staff.page, "staff-home")
    staff.open_order(order.number)
    expect(staff.page.get_by_text("Paid back twice: contest it")).to_be_visible()
    seen(staff.page, "staff-ledger")
