"""Choosing what to hear: a push that a browser shows, mails that end, and mails that come back."""

import json
import re
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.processes import wait_until
from tests.usecases.notifying.push_service import Browser, PushService

STAND_IN = """
(() => {
  // The browser makers' push services cannot be reached from a test; everything else is the browser's own.
  const told = %s;
  const found = {
    endpoint: told.endpoint, options: {}, toJSON: () => told,
    unsubscribe: async () => (localStorage.removeItem("stand-in"), true),
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("stand-in") ? found : null);
  PushManager.prototype.subscribe = async () => (localStorage.setItem("stand-in", "yes"), found);
})();
"""


@pytest.fixture
def service():
    service = PushService()
    yield service
    service.stop()


def mails_to(shop, address):
    return [mail for mail in shop.mails() if mail["To"] == address]


def wait_for_mail(shop, address, subject):
    wait_until(
        lambda: any(subject in mail["Subject"] for mail in mails_to(shop, address)), what=f"{subject} to {address}"
    )
    return next(mail for mail in mails_to(shop, address) if subject in mail["Subject"])


def path_in(address):
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_push_is_owed_locked_carried_and_shown(shop, open_page, service):
    placed = shop.order(ships=False, email="push@example.com")
    page = open_page(permissions=["notifications"])
    phone = Browser()
    told = {"endpoint": f"{service.url}/send/1", "keys": phone.keys}
    page.add_init_script(STAND_IN % json.dumps(told))
    page.goto(f"/order/{placed.token}/messages/")
    page.get_by_label("Not at night").uncheck()
    page.get_by_role("group", name="By e-mail").get_by_role("checkbox", name=re.compile("Shipped")).uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds from now on")).to_be_visible()
    page.get_by_role("button", name="Show them on this browser").click()
    expect(page.get_by_text("This browser shows them.")).to_be_visible()

    shop.ship(placed)
    wait_until(lambda: service.got, what="a push")
    message = phone.open(service.got[0].body)
    assert message["notification"]["navigate"] == f"{shop.url}/t/{placed.token}"
    assert not [mail for mail in mails_to(shop, "push@example.com") if "Shipped" in mail["Subject"]]

    shown = deliver(page, shop, json.dumps(message))
    assert shown["title"] == message["notification"]["title"]
    assert shown["body"] == "Shipped"
    assert shown["data"] == f"{shop.url}/t/{placed.token}"
    page.get_by_role("button", name="No longer on this browser").click()
    expect(page.get_by_text("This browser does not show them yet.")).to_be_visible()


def deliver(page, shop, data):
    """Hand data to the service worker as the browser's push service would, and return what it shows."""
    session = page.context.new_cdp_session(page)
    registrations = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    wait_until(lambda: page.wait_for_timeout(50) or registrations, what="the service worker")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": shop.url, "registrationId": registrations[0]["registrationId"], "data": data},
    )
    ask = """async () => {
      const worker = await navigator.serviceWorker.getRegistration("/");
      const [one] = await worker.getNotifications();
      return one ? { title: one.title, body: one.body, data: one.data } : null;
    }"""
    wait_until(lambda: page.evaluate(ask), what="a notification")
    return page.evaluate(ask)


def test_a_mail_comes_back_news_ends_and_goes_on_when_asked(shop, open_page, staff):
    address = "gone@example.com"
    placed = shop.order(ships=False, email=address)
    wait_for_mail(shop, address, placed.number)
    page = open_page()
    page.goto("/demo/mailbox/")
    page.get_by_role("listitem").filter(has_text=address).get_by_role("link").first.click()
    page.get_by_role("button", name="Let it bounce").click()
    expect(page.get_by_text("The mail came back to the shop.")).to_be_visible()

    def is_told():
        page.goto(f"/order/{placed.token}/messages/")
        return page.get_by_role("heading", name="Our mails do not reach you").is_visible()

    wait_until(is_told, what="the bounce on the page")
    assert address not in page.content()
    assert violations(page) == []
    staff.sign_in("support")
    staff.open_order(placed.number)
    expect(staff.page.get_by_text("Mails to this address come back")).to_be_visible()
    shop.ship(placed)

    def is_spared():
        staff.page.reload()
        return staff.page.get_by_text("not sent: mails to this address come back").first.is_visible()

    wait_until(is_spared, what="the mail that was not sent")
    page.get_by_role("button", name="Write to this address again").click()
    expect(page.get_by_text("It holds from now on")).to_be_visible()
    expect(page.get_by_role("heading", name="Our mails do not reach you")).to_be_hidden()


def test_one_press_ends_the_news_and_the_choice_brings_it_back(shop, open_page):
    address = "enough@example.com"
    # The test itself is the carrier: it says what happens next when the choice is made, not a clock.
    placed = shop.order(email=address, carrier="ups", journey="silent_after_label")
    tell(shop, placed, "DP")
    mail = wait_for_mail(shop, address, "Shipped")
    page = open_page()
    page.goto(path_in(mail["List-Unsubscribe"].strip("<>")))
    expect(page.get_by_role("heading", name="No more news by mail?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="No more news by mail").click()
    expect(page.get_by_text("Done. Your order's page still shows everything")).to_be_visible()
    page.goto(f"/order/{placed.token}/messages/")
    boxes = page.get_by_role("group", name="By e-mail").get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]
    boxes.nth(1).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds from now on")).to_be_visible()
    tell(shop, placed, "OT")
    wait_for_mail(shop, address, "Arriving today")


def tell(shop, placed, code):
    """Say as the carrier that something happened to the order's parcel just now."""
    now = datetime.now(UTC)
    day, clock = f"{now:%Y%m%d}", f"{now:%H%M%S}"
    told = {
        "trackingNumber": shop.status(placed)["parcels"][0]["tracking_number"],
        "localActivityDate": day,
        "localActivityTime": clock,
        "gmtActivityDate": day,
        "gmtActivityTime": clock,
        "activityStatus": {"type": "I", "code": code, "description": code},
    }
    answer = httpx.post(f"{shop.url}/hooks/carriers/ups", json=told, headers={"credential": "demo-ups-credential"})
    assert answer.status_code == 202
