"""The page as people meet it: small, dark, read aloud, live, without script, without network."""

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect, sync_playwright

import severshop.look
from severshop.domain.snapshots.queries import PublicStatus
from severshop.interfaces.statuspage.pages import PageCache, fixed_page, page_headers
from tests.look.status.states import NOW, STATES, public_json

pytestmark = pytest.mark.journey

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
STATIC = Path(severshop.look.__file__).parent / "static"
SHOP = "http://shop.test"
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
RETRY = "retry: 200\n\n"


class Shop:
    """Answers a browser as the app does, for one order whose state the test sets."""

    def __init__(self, state: str) -> None:
        self.state, self.version, self.is_reachable, self.reads = state, 7, True, 0

    def move_on(self, state: str) -> None:
        self.state, self.version = state, self.version + 1

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SHOP).partition("?")[0]
        if not self.is_reachable:
            route.abort("internetdisconnected")
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        elif path.endswith("/events"):
            route.fulfill(body=self._events(), headers={"content-type": "text/event-stream"})
        else:
            route.fulfill(body=self._page(), headers=_text(page_headers("en")))

    def _page(self) -> str:
        self.reads += 1
        if self.state == "missing":
            return fixed_page("missing", "en").decode()
        status = PublicStatus(self.version, public_json(self.state, version=self.version))
        return PageCache().render("x", status, token="x", language="en", now=NOW).body.decode()

    def _events(self) -> str:
        return f"{RETRY}id: {self.version}\nevent: status\ndata: {{}}\n\n"


def _text(headers):
    return {name.decode(): value.decode() for name, value in headers}


@pytest.fixture(scope="module")
def chromium():
    assert CHROMIUM, "Chromium is missing: run `make test`, which installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open an order's page; what it complains of in its console fails the test."""
    contexts, complaints = [], []

    def open_one(shop: Shop, **options):
        context = chromium.new_context(**{"reduced_motion": "reduce", "timezone_id": "Europe/Berlin", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        page.clock.set_fixed_time(NOW)
        page.route("**/*", shop.answer)
        page.goto(f"{SHOP}/t/x")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


TELLING = ("received", "silent", "late", "today", "pickup", "lost", "one_of_two_delivered", "delivered_letter_box")
REST = sorted(set(STATES) - set(TELLING))


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_answer_of_every_state_is_above_the_fold_and_nothing_runs_over(visit, screen):
    shop = Shop("received")
    page = visit(shop, **screen)
    for name in STATES:
        shop.state = name
        page.goto(f"{SHOP}/t/{name}")
        last_of_the_answer = page.locator(".way").bounding_box()
        assert last_of_the_answer["y"] + last_of_the_answer["height"] < screen["viewport"]["height"], name
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"], name


@pytest.mark.parametrize(
    ("name", "screen"),
    [
        *[pytest.param(name, PHONE, id=f"{name}, phone") for name in (*TELLING, "missing")],
        *[pytest.param(name, DESK, id=f"{name}, desk") for name in ("late", "lost", "cancelled")],
        *[pytest.param(name, PHONE, id=f"{name}, phone", marks=pytest.mark.long) for name in REST],
        *[pytest.param(name, DESK, id=f"{name}, desk", marks=pytest.mark.long) for name in (*REST, *TELLING)],
    ],
)
def test_axe_finds_nothing(visit, name, screen):
    page = visit(Shop(name), **screen)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_reads_in_the_order_of_what_matters(visit):
    page = visit(Shop("in_transit"), **PHONE)
    read = [text.replace("\N{NO-BREAK SPACE}", " ") for text in page.locator("main :is(h1, h2)").all_inner_texts()]
    assert read == [
        "Arriving Thu 26 – Fri 27 November",
        "What happens next",
        "On the map",
        "History",
        "In this parcel",
        "What you can do now",
        "Good to know",
    ]


def test_a_change_is_put_in_place_and_announced_once(visit):
    shop = Shop("in_transit")
    page = visit(shop, **PHONE)
    page.get_by_text("What the words mean").click()
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    expect(page.locator(".map .mark.here")).to_be_visible()
    shop.move_on("delivered_letter_box")
    expect(page.locator(".map .mark.there")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delivered")
    announcer = page.locator("[data-announcer]")
    expect(announcer).to_have_text(re.compile("Delivered Thu.26.November, 14:12. UPS left it in the letter box"))
    assert announcer.get_attribute("role") == "status"
    assert page.title().startswith("Order BS-7K3M-94QX: Delivered")
    expect(page.get_by_text("Your order has reached its destination.").last).to_be_visible()
    assert loads == []


def test_reading_the_same_again_changes_and_announces_nothing(visit):
    shop = Shop("in_transit")
    page = visit(shop, **PHONE)
    page.locator("[data-status]").evaluate("(element) => { element.dataset.mine = 'yes' }")
    while shop.reads < 3:
        page.wait_for_timeout(100)
    expect(page.locator("[data-status]")).to_have_attribute("data-mine", "yes")
    expect(page.locator("[data-announcer]")).to_be_empty()


def test_times_near_now_are_said_as_people_say_them(visit):
    page = visit(Shop("in_transit"), **PHONE)
    expect(page.locator(".fresh")).to_contain_text("Last scan today 06:12 in Cologne")
    expect(page.locator(".next")).to_contain_text("By tomorrow 20:00")
    expect(page.locator(".day").first).to_have_text("Today, Tuesday 24 November")


def test_without_network_it_says_what_was_known_when(visit):
    shop = Shop("in_transit")
    page = visit(shop, **PHONE)
    note = page.locator("[data-connection]")
    expect(note).to_be_hidden()
    shop.is_reachable = False
    expect(note).to_contain_text("The connection is lost. This is what was known at 24 Nov 2026, 09:00")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arriving")
    shop.is_reachable = True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(note).to_be_hidden()


def test_without_script_it_says_the_same(visit):
    page = visit(Shop("in_transit"), java_script_enabled=False, **PHONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arriving")
    expect(page.locator(".fresh")).to_contain_text("Last scan Tuesday 06:12 in Cologne. UPS told us at 06:12.")
    page.get_by_text("Show 4 earlier steps").click()
    expect(page.get_by_text("Handed to UPS")).to_be_visible()
    expect(page.locator("[data-connection], [data-live-mark]").filter(visible=True)).to_have_count(0)
