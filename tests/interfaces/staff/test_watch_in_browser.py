"""What the staff see of trouble and of promises, filled, in a browser: axe, and nothing wider than a small phone."""

import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import severshop.look
from severshop.domain.promises.models import DeliveryRecord
from severshop.domain.watch.models import Flag, Investigation
from severshop.interfaces.staff.page import today
from severshop.vocabulary.watching import Level, Trouble

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
STATIC = Path(severshop.look.__file__).parent / "static"
SHOP = "http://shop.test"
LOOKS = [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
EVIDENCE = {"late": 0.8, "arrived_by_now": 0.98, "ended": 312, "waited_days": 6, "lane": "DE/ups/standard/in_stock|DK"}


@pytest.fixture
def pages(support, order, now, factories):
    """The pages by path, as the shop answers."""
    parcel = factories.packed_parcel(order, now=now)
    support.post(f"/staff/parcels/{parcel.id}/investigate/")
    Flag.objects.filter(order=order).delete()
    for level, cleared in ((Level.AT_RISK, now), (Level.DELAYED, None)):
        Flag.objects.create(
            order=order,
            parcel=parcel,
            level=level,
            trouble=Trouble.SLOW,
            raised_at=now,
            cleared_at=cleared,
            evidence=EVIDENCE,
        )
    for place in range(120):
        placed = datetime.combine(today() - timedelta(days=place), time(9), UTC)
        DeliveryRecord.objects.create(
            key=f"import:{place}",
            carrier="ups",
            lane="DE/ups/standard/in_stock|DK",
            placed_at=placed,
            handed_over_at=placed,
            delivered_at=placed + timedelta(days=9 if 40 < place < 50 else 2),
            promised_latest=placed.date() + timedelta(days=4),
            promised_earliest=placed.date(),
            asked=0.93,
        )
    paths = [
        "/staff/",
        "/staff/needs-a-hand/",
        "/staff/carriers/scorecard/?months=6&carrier=ups",
        "/staff/promises/quality/",
        f"/staff/orders/{order.id}/",
        f"/staff/orders/{order.id}/write/",
        f"/staff/investigations/{Investigation.objects.get().id}/",
    ]
    return {path: support.get(path).content.decode() for path in paths}


def test_axe_finds_nothing_and_nothing_is_too_wide(pages):
    assert CHROMIUM, "Chromium is missing: run `make test`, which installs it or says how"

    def answer(route):
        path = route.request.url.removeprefix(SHOP)
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.partition("?")[0].removeprefix("/static/"))
        else:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width, scheme in LOOKS:
            page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
            page.route("**/*", answer)
            for path in pages:
                page.goto(SHOP + path)
                page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
                found += [f"{path} {width} {one['id']}" for one in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than {width}")
        browser.close()
    assert found == []
