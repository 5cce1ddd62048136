"""Sending something back on a phone: from the order's page to the label, with a photo, and the parcel followed back."""

import os
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.journeys.test_cancel import letters, prove
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
                page.screenshot(path=Path(SHOTS) / f"return-{name}-{width}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")


def goes(shop, number, *, carrier, ago, there):
    """Let a parcel have gone all its way, beginning some days ago."""
    began = (datetime.now(UTC) - timedelta(days=ago)).isoformat()
    body = {"carrier": carrier, "tracking_number": number, "journey": "on_time", "started_at": began}
    httpx.post(f"{shop.carrier_url}/journeys", json={**body, "from": HOUSE, "to": there}).raise_for_status()


def photo():
    file = BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(file, "JPEG", quality=95)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def large_photo():
    """More than any other form may bring."""
    file = BytesIO()
    Image.frombytes("RGB", (1000, 1000), os.urandom(3_000_000)).save(file, "PNG", compress_level=0)
    return {"name": "IMG_0002.png", "mimeType": "image/png", "buffer": file.getvalue()}


def test_from_the_order_to_the_label_and_back_to_us(shop, open_page):
    address = "send.it.back@demo.example"
    order = shop.order(journey="on_time", email=address)
    (parcel,) = shop.status(order)["parcels"]
    goes(shop, parcel["tracking_number"], carrier=parcel["carrier"], ago=4, there=HOME)
    wait_until(lambda: shop.status(order)["status"] == "delivered", what="the delivery")
    page = open_page()
    page.goto(f"/t/{order.token}")
    page.get_by_role("link", name=re.compile("^Send something back")).click()
    prove(page, shop, address)
    expect(page.get_by_role("heading", name="What comes back?")).to_be_visible()
    page.get_by_label("Why?").select_option(label="It is faulty")
    expect(page.get_by_text("That is on us: we pay the way back.")).to_be_visible()
    page.get_by_label("Tell us more").fill("The sole comes off at the heel.")
    page.get_by_label("Photos").set_input_files([photo()])
    seen(page, "form")
    page.get_by_role("button", name="Announce the return").click()
    expect(page.get_by_role("heading", name=re.compile("^Hand it in by"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Code for the counter"))).to_be_visible()
    (shot,) = page.get_by_role("img", name=re.compile("^Photo 1 of")).all()
    assert shot.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 1600
    seen(page, "label")
    label = page.request.get(page.get_by_role("link", name="Label as PDF").get_attribute("href"))
    assert label.body().startswith(b"%PDF")

    # The same page in German and without JavaScript: the photo goes as the phone made it.
    german = open_page(locale="de-DE", java_script_enabled=False)
    german.context.add_cookies(page.context.cookies())
    german.goto(page.url)
    assert german.locator("html").get_attribute("lang") == "de"
    german.locator("details.more summary").click()
    german.locator("details.more input[type=file]").set_input_files([large_photo()])
    german.locator("details.more button").click()
    expect(german.locator(".shots img")).to_have_count(2)
    if SHOTS:
        german.screenshot(path=Path(SHOTS) / "return-german.png", full_page=True)

    (back,) = shop.status(order)["returns"]
    goes(shop, back["parcel"]["tracking_number"], carrier=back["parcel"]["carrier"], ago=2, there=HOUSE)
    page.goto(f"/t/{order.token}")
    card = page.get_by_role("region", name=re.compile("^Your return"))
    expect(card.get_by_text("Back with us")).to_be_visible()
    expect(card.get_by_text("We look at it now.")).to_be_visible()
    seen(page, "status")
    card.get_by_role("link", name="Everything about it").click()
    expect(page.get_by_role("heading", name="It is back with us")).to_be_visible()
    expect(page.get_by_role("button", name="Call the return off")).to_have_count(0)
    seen(page, "here")
    subjects = ("your label", "it has arrived")
    wait_until(lambda: all(letters(shop, address, one) for one in subjects), what="the letters about the return")
