"""The one list of what waits, on a desk: the shop cancels of its own accord, and another decides about the money there."""

import re

from playwright.sync_api import expect

from tests.journeys.test_cancel import letters, paid_back, seen
from tests.processes import wait_until


def test_sold_out_is_said_cancelled_and_paid_back_from_the_one_list(shop, open_page, staff):
    address = "sold.out@demo.example"
    order = shop.order(ships=False, email=address)
    staff.sign_in()
    staff.open_order(order.number)
    staff.page.get_by_role("button", name="Start picking").click()
    staff.open_order(order.number)
    staff.page.get_by_role("link", name="Cancel it or a part of it").click()
    staff.page.get_by_label("Why, for the shopper to read").fill("The last pair has a scratch. We are sorry.")
    seen(staff.page, "shop-cancels")
    staff.page.get_by_role("button", name="See what goes back").click()
    expect(staff.page.get_by_role("heading", name=re.compile("go back$"))).to_be_visible()
    seen(staff.page, "shop-cancels-review")
    staff.page.get_by_role("button", name="Cancel it").click()
    expect(staff.page.get_by_text("Cancelled. The shopper is told why")).to_be_visible()
    staff.page.get_by_role("button", name="Sign out").click()

    staff.sign_in("finance")
    staff.page.get_by_role("link", name=re.compile("To decide")).click()
    waiting = staff.page.get_by_role("row").filter(has_text=order.number)
    expect(waiting).to_contain_text("Cancellation")
    seen(staff.page, "waiting")
    before = len(paid_back(shop))
    waiting.get_by_role("button", name="Approve").click()
    expect(staff.page.get_by_role("heading", name="What waits")).to_be_visible()
    expect(staff.page.get_by_text("Approved: it goes to the gateway now.")).to_be_visible()
    expect(staff.page.get_by_role("row").filter(has_text=order.number)).to_have_count(0)
    wait_until(lambda: len(paid_back(shop)) == before + 1, what="the refund at the gateway")
    wait_until(lambda: letters(shop, address, "cancelled"), what="the letter of the cancellation")
    assert "a scratch" in letters(shop, address, "cancelled")[0].get_body(("plain",)).get_content()


def test_what_holds_is_read_on_a_phone_for_an_order_and_for_a_country(shop, open_page):
    order = shop.order(ships=False, email="what.holds@demo.example")
    page = open_page()
    page.goto(f"/order/{order.token}/help/")
    page.get_by_role("link", name=re.compile("^What holds for this order")).click()
    expect(page.get_by_role("heading", name="What holds for this order")).to_be_visible()
    expect(page.get_by_text("to change your mind, without a reason")).to_be_visible()
    seen(page, "order-policies")
    page.goto("/help/shipping/?country=CH")
    page.get_by_label("For orders to").select_option(label="Switzerland")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Outside the European Union we ask the carrier after")).to_be_visible()
    seen(page, "help-shipping")
