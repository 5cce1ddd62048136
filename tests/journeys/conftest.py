"""A real browser before a whole shop of real processes."""

import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.people import Shopper, Staff
from tests.stack import Stack

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items):
    """Everything here is a journey."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def shop():
    with (
        tempfile.TemporaryDirectory(prefix="severshop-journeys-") as folder,
        Stack(Path(folder), journey_seconds=20, environment={"REFUND_APPROVAL_LIMIT": "1000"}) as stack,
    ):
        yield stack


# Not for the session: while Playwright is open its loop runs in this thread, and Django refuses the database to tests
# of other files.
@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "Chromium is missing: run `make test`, which installs it or says how"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, shop: Stack):
    """Open pages in browsers of their own; whatever a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(**options) -> Page:
        context = browser.new_context(**{"base_url": shop.url, "viewport": {"width": 390, "height": 844}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def shopper(open_page) -> Shopper:
    return Shopper(open_page())


@pytest.fixture
def staff(open_page) -> Staff:
    return Staff(open_page(viewport={"width": 1280, "height": 900}))
