"""The owner writes a calendar and chooses how sure; support works through the list. In a demo with its past."""

import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import Staff
from tests.processes import wait_until
from tests.stack import Stack

BERLIN = ZoneInfo("Europe/Berlin")
PRODUCT = "/p/strada-runner/"


@pytest.fixture(scope="module")
def demo():
    """A shop of its own: a holiday of the warehouse would change what others see."""
    with tempfile.TemporaryDirectory(prefix="severshop-promises-") as folder, Stack(Path(folder), parts=()) as stack:
        seeded = subprocess.run(
            [sys.executable, "-m", "severshop.interfaces.cli", "seed"],
            env={**os.environ, **stack.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert seeded.returncode == 0, seeded.stderr
        stack.start("web")
        yield stack


@pytest.fixture
def page(browser: Browser, demo: Stack) -> Page:
    context = browser.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def dates(page: Page) -> list[str]:
    """What the product page says of the standard way: 'Arrives Thu 26 - Mon 30 November'."""
    page.goto(PRODUCT)
    return page.locator("section.arrives li strong").all_inner_texts()


def next_working_day():
    day = datetime.now(BERLIN).date() + timedelta(days=1)
    while day.weekday() > 4 or day in country_holidays("DE", subdiv="NW"):
        day += timedelta(days=1)
    return day


def test_a_free_day_is_looked_at_then_saved_and_the_product_page_counts_without_it(page):
    before = dates(page)
    assert before
    Staff(page).sign_in("owner")
    page.get_by_role("link", name="Calendars").click()
    page.get_by_role("link", name="Add a day").click()
    page.get_by_label("Day", exact=True).fill(next_working_day().isoformat())
    page.get_by_label("Name", exact=True).fill("Counting the stock")
    page.get_by_label("Whose day").select_option("warehouse")
    page.get_by_role("button", name="Show what it changes").first.click()
    expect(page.get_by_role("heading", name="What it changes")).to_be_visible()
    expect(page.locator("td.moves.late").first).to_be_visible()
    beside = page.context.new_page()
    assert dates(beside) == before, "nothing is saved by looking"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Counting the stock").first).to_be_visible()
    wait_until(lambda: dates(beside) != before, what="later dates on the product page")


def test_surer_costs_days_and_is_saved_with_who_chose_it(page):
    Staff(page).sign_in("owner")
    page.goto("/staff/promises/sureness/")
    answer = page.locator(".answer")
    expect(answer).to_contain_text("This is the present choice.")
    asked_days = re.search(r"is ([\d.]+) days", answer.inner_text())
    page.get_by_role("slider").fill("97")
    expect(page.locator("#sure-now")).to_have_text("97%")
    page.get_by_role("button", name="Show what it costs").click()
    expect(answer).not_to_contain_text("This is the present choice.")
    surer_days = re.search(r"is ([\d.]+) days", answer.inner_text())
    assert float(surer_days[1]) > float(asked_days[1])
    page.get_by_role("button", name="Save").click()
    expect(page.locator("section", has_text="Chosen so far").locator("li").first).to_contain_text("97%")


def test_support_asks_the_carrier_from_the_list(page):
    Staff(page).sign_in("support")
    page.get_by_role("link", name="Need a hand").click()
    expect(page.get_by_role("heading", name="Parcels that need a hand", level=1)).to_be_visible()
    first = page.locator("table.hands tbody tr").first
    expect(first).to_contain_text("Lost")
    expect(first).to_contain_text("had arrived by now")
    first.get_by_role("link", name="Ask the carrier").click()
    expect(page.get_by_role("heading", name="What to tell the carrier")).to_be_visible()
    page.get_by_role("button", name="The carrier is asked").click()
    expect(page.get_by_text("Carrier asked").first).to_be_visible()
    page.goto("/staff/needs-a-hand/")
    expect(page.locator("table.hands tbody tr").first).to_contain_text("Carrier asked on")


def test_the_owner_sees_promises_tighten_and_a_carriers_bad_week(page):
    Staff(page).sign_in("owner")
    page.goto("/staff/promises/quality/")
    expect(page.get_by_text(re.compile(r"DHL kept .* where 93% were asked")).first).to_be_visible()
    expect(page.get_by_role("heading", name="Days from ordering to the last promised day")).to_be_visible()
