"""An owner closes the warehouse for a day: sees what it changes, saves, removes it; and looks at what being sure costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.people import Staff


def weekday_in(days: int) -> date:
    """A Wednesday so far ahead that no other journey's dates meet it."""
    day = datetime.now(UTC).date() + timedelta(days=days)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(390, "light", False), (390, "dark", True), (1280, "light", True), (1280, "dark", False)],
)
def test_a_free_day_is_seen_saved_and_removed(open_page, width, scheme, scripts):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts)
    Staff(page).sign_in("owner")
    found = []

    def look():
        # axe is a script itself.
        found.extend(violations(page) if scripts else [])

    page.get_by_role("link", name="Calendars", exact=True).click()
    expect(page.get_by_role("heading", name="Calendars", exact=True)).to_be_visible()
    look()
    page.get_by_role("link", name="Add a day").click()
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    look()
    name = f"Outing {width} {scheme}"
    page.get_by_label("Day", exact=True).fill(weekday_in(200).isoformat())
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_text("The first order that gets other dates is placed on")).to_be_visible()
    expect(page.get_by_role("row", name="later").first).to_be_visible()
    look()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    look()
    page.get_by_role("link", name=f"Remove {name}").click()
    expect(page.get_by_role("row", name="earlier").first).to_be_visible()
    look()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Removed.")).to_be_visible()
    page.get_by_role("link", name="How sure dates are").click()
    expect(page.get_by_role("slider")).to_be_visible()
    page.get_by_role("button", name="Show what it costs").click()
    expect(page.get_by_role("heading", name="How sure promised dates are")).to_be_visible()
    look()
    page.goto("/staff/calendars/hours/add/")
    look()
    page.goto("/staff/calendars/carriers/add/")
    look()
    assert found == []
