"""What a page weighs on its way to a phone, and who can use it: small screens, large letters, no mouse."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

FIRST_VISIT_BYTES = 60_000
"""Everything but pictures, as it comes over the wire."""
SCRIPT_BYTES = 15_000
NARROW = 320
LARGE = {"width": 640, "height": 450}
"""What is left of a 1280 x 900 screen at 200 % zoom."""

PATHS = ["/", "/p/strada-runner/", "/basket/", "/help/", "/find-order/", "/account/login/", "/account/signup/"]


@pytest.fixture(scope="module")
def shipped(shop):
    return shop.order(journey="on_time")


def weigh(page: Page, path: str) -> Counter[str]:
    """Open a page as on a first visit; return bytes on the wire by kind of resource."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: Counter[str] = Counter()
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def add(event):
        weights[kinds.get(event["requestId"], "Other")] += event["encodedDataLength"]

    wire.on("Network.loadingFinished", add)
    page.goto(path)
    page.wait_for_load_state("load")
    wire.send("Network.disable")
    return weights


@pytest.mark.parametrize("path", [*PATHS, "status page"])
def test_a_first_visit_is_light(shipped, open_page, path):
    weights = weigh(open_page(), f"/t/{shipped.token}" if path == "status page" else path)
    assert weights["Document"] > 0
    assert weights["Stylesheet"] > 0
    assert weights["Script"] <= SCRIPT_BYTES, weights
    assert sum(size for kind, size in weights.items() if kind != "Image") <= FIRST_VISIT_BYTES, weights


@pytest.mark.parametrize("screen", [{"width": NARROW, "height": 640}, LARGE], ids=["320 px", "200 % zoom"])
def test_nothing_runs_out_of_the_screen(shipped, open_page, screen):
    page = open_page(viewport=screen)
    too_wide = []
    for path in [*PATHS, f"/t/{shipped.token}"]:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > screen["width"]:
            too_wide.append((path, width))
    assert not too_wide


def test_a_pair_of_shoes_is_bought_by_keyboard_alone(open_page):
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.goto("/p/strada-runner/")
    reach(page, page.locator("input[name^=size_]:not([disabled])").first)
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Put into the basket"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="To the checkout"))
    page.keyboard.press("Enter")
    for label, text in (("E-mail", "keys@example.com"), ("Name", "Ada Winter"), ("Street", "Severinstraße 12")):
        reach(page, page.get_by_label(label, exact=False).first)
        page.keyboard.type(text)
    reach(page, page.get_by_label(re.compile("Postal code|Postcode")))
    page.keyboard.type("50678")
    reach(page, page.get_by_label("City"))
    page.keyboard.type("Köln")
    for step in ("On to delivery", "On to payment"):
        reach(page, page.get_by_role("button", name=step))
        page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name=re.compile("Order and pay")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="See where it is")).to_be_visible()


def reach(page: Page, target) -> None:
    """Press Tab until the target has the focus."""
    target.wait_for(state="attached")
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")
