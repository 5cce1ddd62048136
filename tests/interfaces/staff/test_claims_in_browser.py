"""The desk of claims, filled, in a browser: axe, and nothing wider than a small phone."""

import io
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright

import severshop.look
from severshop.domain.claims.actions import add_photos
from severshop.infra import clock
from severshop.infra.pictures import redrawn
from severshop.usecases.claiming.decide_claim import grant_claim
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy
from tests.returning import hear
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
STATIC = Path(severshop.look.__file__).parent / "static"
SHOP = "http://shop.test"
LOOKS = [(320, "light"), (390, "dark"), (1280, "light")]


@pytest.fixture
def pages(support, monkeypatch, now):
    """The pages by path, as the shop answers: one claim to decide, and one whose parcel turned up."""
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))
    _order, parcel = shipped_order(now=now)
    hear(parcel, now=now + timedelta(hours=30), kind="D", code="FS")
    open_one = claimed(parcel, {1: 1}, now=now + timedelta(hours=40))
    jpeg = io.BytesIO()
    Image.new("RGB", (600, 400), "#a33").save(jpeg, "JPEG")
    add_photos(open_one.id, [redrawn(jpeg.getvalue())] * 2, now=now)
    shots = {
        f"/staff/claims/{open_one.id}/photos/{place}/": support.get(
            f"/staff/claims/{open_one.id}/photos/{place}/"
        ).content
        for place in (1, 2)
    }
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 2, 2: 1}, kind=ClaimKind.LOST, form="g", now=now)
    grant_claim(found.id, Remedy.REPLACEMENT, by=None, now=now)
    hear(parcel, now=now + timedelta(hours=30), kind="D", code="FS")
    paths = [
        "/staff/claims/",
        f"/staff/claims/{open_one.id}/",
        f"/staff/claims/{found.id}/",
        f"/staff/orders/{order.id}/",
    ]
    return {path: support.get(path).content.decode() for path in paths}, shots


def test_axe_finds_nothing_and_nothing_is_too_wide(pages):
    assert CHROMIUM, "Chromium is missing: run `make test`, which installs it or says how"
    written, shots = pages

    def answer(route):
        path = route.request.url.removeprefix(SHOP)
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.partition("?")[0].removeprefix("/static/"))
        elif path in shots:
            route.fulfill(body=shots[path], content_type="image/jpeg")
        else:
            route.fulfill(body=written[path], content_type="text/html; charset=utf-8")

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width, scheme in LOOKS:
            page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
            page.route("**/*", answer)
            for at, path in enumerate(written):
                page.goto(SHOP + path)
                found += [f"{path} {width} {one['id']}" for one in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than {width}")
                if folder := os.environ.get("SHOTS"):
                    page.screenshot(path=f"{folder}/{at}-{width}-{scheme}.png", full_page=True)
        browser.close()
    assert found == []
