"""The desk where returns come in: a box nobody announced, looked at, paid back, and seen to its end by the shopper."""

import re

from playwright.sync_api import expect

from tests.journeys.people import Staff
from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import letters, paid_back
from tests.journeys.test_return import HOME, goes, photo
from tests.processes import wait_until


def test_from_the_box_to_the_money_on_the_shoppers_card(shop, open_page, staff):
    address = "unannounced@demo.example"
    order = shop.order(journey="on_time", email=address)
    (parcel,) = shop.status(order)["parcels"]
    goes(shop, parcel["tracking_number"], carrier=parcel["carrier"], ago=4, there=HOME)
    wait_until(lambda: shop.status(order)["status"] == "delivered", what="the delivery")
    staff.sign_in("returns")
    page = staff.page
    page.get_by_role("link", name="Returns", exact=True).click()
    page.get_by_label("Number of the return").fill(order.number)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name=re.compile("^Take in what came")).click()
    page.get_by_role("spinbutton").first.fill("1")
    page.get_by_role("button", name="Take it in as a return").click()
    expect(page.get_by_text("Taken in as a return")).to_be_visible()
    page.get_by_label("How it is").select_option(label="Tried on")
    page.get_by_label("What follows").select_option(label="Accept: pay it back")
    page.get_by_label("Photos").set_input_files([photo()])
    assert violations(page) == []
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("img", name="Photo 1 of the desk")).to_be_visible()
    before = len(paid_back(shop))
    page.get_by_role("button", name=re.compile("^Pay back")).click()
    expect(page.get_by_text("1 piece can be sold again.")).to_be_visible()
    expect(page.get_by_text("Nothing is to be done here")).to_be_visible()
    finance = Staff(open_page(viewport={"width": 1280, "height": 900}))
    finance.sign_in("finance")
    finance.page.goto("/staff/refunds/")
    finance.page.get_by_role("row").filter(has_text=order.number).get_by_role("button", name="Approve").click()
    wait_until(lambda: len(paid_back(shop)) == before + 1, what="the refund at the gateway")
    wait_until(lambda: shop.status(order)["returns"][0]["state"] == "refunded", what="the return's end on its page")
    wait_until(lambda: letters(shop, address, "refund is on its way"), what="the letter of the refund")
