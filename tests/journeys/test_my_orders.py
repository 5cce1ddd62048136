"""A shopper's orders in a browser: found in two taps, live, with their papers."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from severshop.interfaces.cli.logins import PASSWORD, SHOPPER


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(SHOPPER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/my-orders/"))


def test_an_order_is_two_taps_away_with_its_papers_and_turns_delivered_by_itself(shop, open_page):
    placed = shop.order(journey="on_time", email=SHOPPER)
    page = open_page()
    sign_in(page)
    card = page.locator(f"#{placed.number}")

    page.goto("/")
    page.get_by_role("link", name="My Orders").click()
    card.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/my-orders/{placed.number}/$"))
    expect(page.get_by_text("Severinstraße 12")).to_be_visible()

    link = page.get_by_role("link", name=re.compile("^Invoice"))
    invoice = page.request.get(link.get_attribute("href") or "")
    assert (invoice.status, invoice.headers["content-type"]) == (200, "application/pdf")
    assert invoice.body().startswith(b"%PDF")
    assert open_page().request.get(link.get_attribute("href") or "").body()[:4] != b"%PDF", "a stranger proves first"

    page.get_by_role("main").get_by_role("link", name="My Orders").click()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.evaluate("window.never_reloaded = true")
    expect(card.get_by_role("heading")).to_contain_text("Delivered")
    assert page.evaluate("window.never_reloaded") is True
    expect(page.locator("[data-announcer]")).to_contain_text(placed.number)
    headline = card.get_by_role("heading").inner_text()
    public = open_page()
    public.goto(f"/t/{placed.token}")
    expect(public.get_by_role("heading", level=1)).to_have_text(headline)


def test_axe_finds_nothing_on_the_list_and_on_an_order(shop, open_page):
    placed = shop.order(ships=False, email=SHOPPER)
    page = open_page()
    sign_in(page)
    found = []
    for path in ("", "?q=nothing+like+it", "?show=open", f"{placed.number}/"):
        page.goto(f"/my-orders/{path}")
        for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            violations = Axe().run(page).response["violations"]
            found += [(path, width, scheme, one["id"], one["nodes"][0]["html"][:200]) for one in violations]
            found += [(path, width, scheme, "wider than the window", wide)] if wide > 0 else []
    assert found == []
