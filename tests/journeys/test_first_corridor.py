"""The main job: bought, shipped, watched until it is there."""

import re

import httpx
from playwright.sync_api import expect

from tests.processes import wait_until


def test_bought_as_a_guest_shipped_and_watched_until_delivered(shop, shopper, staff, open_page):
    number, status_path = shopper.buy(email="ada.journey@example.com")

    watching = open_page()
    watching.goto(status_path)
    expect(watching.locator("[aria-current=step]")).to_contain_text("Order Received")
    loads = []
    watching.on("framenavigated", lambda frame: loads.append(frame.url))

    staff.sign_in()
    staff.ship(number)

    expect(watching.locator("[aria-current=step]")).to_contain_text("Shipped")
    expect(watching.locator(".way")).to_contain_text("Delivered")
    expect(watching.get_by_role("heading", level=1)).to_contain_text("Delivered", timeout=60_000)
    assert loads == [], "the open page turned Delivered by itself, without a reload"

    wait_until(lambda: "Delivered" in subjects(shop, "ada.journey@example.com"), what="the mail of the delivery")
    told = subjects(shop, "ada.journey@example.com").splitlines()
    assert all(number in subject for subject in told), told
    # Received, shipped, arriving today, delivered: once each. On a busy machine the van and the door are heard of
    # in one breath, and then nobody is told that it will arrive today.
    assert len(told) == len(set(told)), told
    assert len(told) in {3, 4}, told


def test_the_same_without_javascript_by_reload(shop, staff, open_page):
    from tests.journeys.people import Shopper

    plain = open_page(java_script_enabled=False)
    number, status_path = Shopper(plain).buy(email="no.script@example.com")
    plain.goto(status_path)
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Arriving")
    staff.sign_in()
    staff.ship(number)
    wait_until(lambda: is_delivered(shop, status_path), what="the parcel to be delivered", seconds=60)
    plain.reload()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Delivered")


def test_the_public_page_tells_no_name_and_no_street(shopper):
    _number, status_path = shopper.buy(email="private@example.com")
    shopper.page.goto(status_path)
    text = shopper.page.content()
    for secret in ("Ada", "Winter", "Elmegade", "private@example.com"):
        assert secret not in text
    assert shopper.page.locator('meta[name="robots"]').get_attribute("content") == "noindex,nofollow"


def test_a_card_that_asks_for_a_second_step(shopper):
    shopper.fill_basket()
    shopper.go_to_payment()
    shopper.pay("card_challenge")
    shopper.page.get_by_role("button", name="Approve").click()
    number, _path = shopper.confirmed()
    assert number


def test_a_declined_card_says_so_and_keeps_the_basket(shopper):
    shopper.fill_basket()
    shopper.go_to_payment()
    shopper.pay("card_declined")
    expect(shopper.page.get_by_role("alert")).to_contain_text("Not ordered yet")
    shopper.pay("card_ok")
    number, _path = shopper.confirmed()
    assert number


def test_a_gateway_that_answers_late_still_makes_one_order(shop, shopper):
    shopper.fill_basket()
    shopper.go_to_payment(email="slow@example.com")
    shopper.pay("card_timeout")
    expect(shopper.page.get_by_role("heading", level=1)).to_be_visible()
    wait_until(lambda: len(mails_to(shop, "slow@example.com")) == 1, what="the confirmation by mail", seconds=60)
    shopper.page.goto("/checkout/waiting/")
    number, _path = shopper.confirmed()
    assert number in str(mails_to(shop, "slow@example.com")[0]["Subject"])


def test_the_back_button_and_a_second_click_make_no_second_order(shop, shopper):
    number, _path = shopper.buy(email="twice@example.com")
    shopper.page.go_back()
    if shopper.page.get_by_role("button", name=re.compile("Order and pay")).is_visible():
        shopper.pay()
    again, _path = shopper.confirmed()
    assert again == number
    paid = [c for c in charges(shop) if c["state"] == "succeeded"]
    assert len({charge["key"] for charge in paid}) == len(paid)


def test_a_mistyped_address_is_corrected_and_the_old_link_closed(shop, shopper):
    _number, old_path = shopper.buy(email="mistyped@example.com")
    shopper.page.get_by_role("textbox", name="The right e-mail address").fill("corrected@example.com")
    shopper.page.get_by_role("button", name="Correct it").click()
    wait_until(lambda: mails_to(shop, "corrected@example.com"), what="the confirmation to the right address")
    _number, new_path = shopper.confirmed()
    assert new_path != old_path
    assert httpx.get(shop.url + old_path).status_code == 404
    assert httpx.get(shop.url + new_path).status_code == 200


def test_a_lost_link_comes_by_mail(shop, shopper):
    number, status_path = shopper.buy(email="lost.link@example.com")
    wait_until(lambda: len(mails_to(shop, "lost.link@example.com")) == 1, what="the confirmation")
    shopper.page.goto("/find-order/")
    shopper.page.get_by_label("Order number", exact=False).fill(number.lower().replace("-", " "))
    shopper.page.get_by_label("E-mail", exact=False).fill("lost.link@example.com")
    shopper.page.get_by_role("main").get_by_role("button").click()
    wait_until(lambda: len(mails_to(shop, "lost.link@example.com")) == 2, what="the link")
    body = mails_to(shop, "lost.link@example.com")[1].get_body(("plain",)).get_content()
    assert status_path in body


def subjects(shop, address):
    return "\n".join(str(mail["Subject"]) for mail in mails_to(shop, address))


def mails_to(shop, address):
    return [mail for mail in shop.mails() if address in str(mail["To"])]


def is_delivered(shop, status_path):
    return httpx.get(f"{shop.url}{status_path}.json", timeout=10).json()["status"] == "delivered"


def charges(shop):
    headers = {"Authorization": "Bearer demo-gateway-secret"}
    return httpx.get(f"{shop.gateway_url}/v1/charges", headers=headers, timeout=10).json()["charges"]


def test_a_refused_second_step_says_so_and_charges_nothing(shopper):
    shopper.fill_basket()
    shopper.go_to_payment()
    shopper.pay("card_challenge")
    shopper.page.get_by_role("button", name="Refuse").click()
    expect(shopper.page.get_by_text("The second step was refused")).to_be_visible()
