"""What went wrong, told on a phone: a parcel that its carrier lost, made good at once; a shoe that came broken, shown."""

import os
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import letters, paid_back, prove
from tests.processes import wait_until

SHOTS = os.environ.get("SEVERSHOP_SHOTS", "")
"""A folder for pictures of each step, for whoever looks at the pages."""
HOUSE = {"city": "Cologne", "country": "DE"}
HOME = {"city": "Köln", "country": "DE", "postal_code": "50678"}


def seen(page, name):
    """Nothing is wrong for a screen reader, nothing is too wide for the smallest phone."""
    assert violations(page) == []
    for width in (320, 1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if SHOTS:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(SHOTS) / f"claim-{name}-{width}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")


def shipped(shop, journey, *, email):
    """An order whose parcel has gone its way already."""
    order = shop.order(journey=journey, email=email)
    (parcel,) = shop.status(order)["parcels"]
    began = (datetime.now(UTC) - timedelta(days=4)).isoformat()
    body = {"carrier": parcel["carrier"], "tracking_number": parcel["tracking_number"], "journey": journey}
    body |= {"started_at": began, "from": HOUSE, "to": HOME}
    httpx.post(f"{shop.carrier_url}/journeys", json=body).raise_for_status()
    return order


def photo():
    file = BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(file, "JPEG", quality=95)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_lost_parcel_is_paid_back_at_once(shop, open_page):
    address = "it.is.lost@demo.example"
    order = shipped(shop, "lost", email=address)
    wait_until(lambda: shop.status(order)["attention"] == "lost", what="the carrier's word")
    page = open_page()
    page.goto(f"/t/{order.token}")
    page.get_by_role("link", name=re.compile("^Late, lost, broken")).click()
    prove(page, shop, address)
    page.get_by_role("link", name=re.compile("^It is lost")).click()
    expect(page.get_by_role("heading", name="Refund or replacement?")).to_be_visible()
    before = len(paid_back(shop))
    page.get_by_role("radio", name=re.compile("^My money back")).check()
    seen(page, "choose")
    page.get_by_role("button", name="Do that").click()
    expect(page.get_by_role("heading", name="What went wrong")).to_be_visible()
    wait_until(lambda: len(paid_back(shop)) == before + 1, what="the refund at the gateway")
    wait_until(lambda: letters(shop, address, "your money goes back"), what="the letter of the decision")
    page.goto(f"/t/{order.token}")
    wait_until(lambda: shop.status(order)["claims"][0]["state"] == "refunded", what="the money sent back")
    told = page.get_by_role("region", name="Parcel that was lost")
    expect(told.get_by_text("Your money has gone back the way you paid.")).to_be_visible()
    seen(page, "status")


def test_a_broken_shoe_is_shown_and_waits_for_a_person(shop, open_page):
    address = "it.is.broken@demo.example"
    order = shipped(shop, "on_time", email=address)
    wait_until(lambda: shop.status(order)["status"] == "delivered", what="the delivery")
    page = open_page()
    page.goto(f"/t/{order.token}")
    page.get_by_role("link", name=re.compile("^Late, lost, broken")).click()
    prove(page, shop, address)
    expect(page.get_by_role("heading", name="What went wrong?")).to_be_visible()
    seen(page, "what")
    page.get_by_role("link", name=re.compile("^Something is damaged")).click()
    page.get_by_label(re.compile("^What is broken")).fill("The sole comes off at the heel.")
    page.get_by_label(re.compile("^Photos")).set_input_files([photo()])
    page.get_by_role("radio", name=re.compile("^The same once more")).check()
    seen(page, "form")
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_text(re.compile("^A person looks at it and answers by"))).to_be_visible()
    page.get_by_text("What you told us", exact=True).click()
    (shot,) = page.get_by_role("img", name="Photo 1").all()
    assert shot.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 1600
    seen(page, "told")
    wait_until(lambda: letters(shop, address, "we look at it"), what="the letter that it is here")
    page.get_by_role("button", name="It is settled: take it back").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
