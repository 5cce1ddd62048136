"""The desk of returns, filled, in a browser: axe, and nothing wider than a small phone."""

import io
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright

import severshop.look
from severshop.domain.customers.actions import make_staff
from severshop.domain.returns.actions import add_photo
from severshop.infra import clock
from severshop.infra.pictures import redrawn
from severshop.usecases.returning.complete import complete
from severshop.usecases.returning.inspect import Said
from severshop.usecases.returning.receive import Box, receive_stray
from severshop.vocabulary.returning import Finding, ItemCondition, RestockGrade, ReturnReason, Verdict
from severshop.vocabulary.roles import Role
from tests.usecases.returning.desk import announced, desk, look_at, received, sold_order

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
STATIC = Path(severshop.look.__file__).parent / "static"
SHOP = "http://shop.test"
LOOKS = [(320, "light"), (390, "dark"), (1280, "light")]
LIST = "/staff/returns/"
NOT_OURS = Said(
    1,
    ItemCondition.NOT_OURS,
    RestockGrade.SENT_BACK,
    Verdict.REFUSED,
    finding=Finding.NOT_OURS,
    note="Another brand was in the box.",
)


@pytest.fixture
def pages(as_role, monkeypatch, now):
    """The pages by path, as the shop answers: one return for each next act, and a box that nobody knows."""
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=30))
    sam = make_staff("lee@shop.example", name="Lee", password="long-enough", roles=[Role.RETURNS]).pk
    jpeg = io.BytesIO()
    Image.new("RGB", (600, 400), "#a33").save(jpeg, "JPEG")
    orders = [sold_order(now=now) for _n in range(5)]
    to_come = announced(orders[0], {1: 2, 2: 1}, now=now, form="a")
    faulty = received(orders[1], {1: 1}, reason=ReturnReason.DEFECTIVE, by=sam, now=now, form="b")
    picture = redrawn(jpeg.getvalue())
    shot = add_photo(desk(faulty).lines[0].id, picture, now=now)
    incomplete = received(orders[2], {1: 2, 2: 1}, came={1: 2}, by=sam, now=now, form="c")
    look_at(incomplete, by=sam, now=now)
    worn = Said(
        1,
        ItemCondition.WORN,
        RestockGrade.SECOND_CHOICE,
        Verdict.ACCEPTED,
        finding=Finding.LOST_VALUE,
        deduction_minor=2900,
        note="Worn outside.",
    )
    look_at(incomplete, said=worn, by=sam, now=now)
    refused = received(orders[3], {1: 1}, by=sam, now=now, form="d")
    look_at(refused, said=NOT_OURS, by=sam, now=now)
    complete(refused, is_last=False, by=sam, now=now)
    box = Box(tracking_number="1Z999AA10123456784", note="Rust runner, EU 42, no slip in the box")
    receive_stray(box, form="e", by=sam, now=now)
    wrong = desk(incomplete).lines[0].found[1].id
    ways = [LIST, *(f"{LIST}{one}/" for one in (to_come, faulty, incomplete, refused))]
    ways += [f"{LIST}{incomplete}/inspections/{wrong}/", f"{LIST}unannounced/{orders[4].id}/"]
    browser = as_role(Role.RETURNS)
    photo = f"{LIST}photos/{shot}.jpg"
    return {way: browser.get(way).content.decode() for way in ways}, {photo: browser.get(photo).content}


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
                found += [
                    f"{re.sub('[0-9a-f-]{36}', '<id>', path)} {width} {one['id']}"
                    for one in Axe().run(page).response["violations"]
                ]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than {width}")
                if folder := os.environ.get("SHOTS"):
                    page.screenshot(path=f"{folder}/returns-{at}-{width}-{scheme}.png", full_page=True)
        browser.close()
    assert found == []
