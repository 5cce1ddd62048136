"""Parcels that nobody scans, in a browser, while days pass: seen by the staff, told to the shopper, looked for, made good.

The whole shop runs as it is; only its clock is put forward (`moved_clock`).
"""

import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from severshop.infra import clock
from tests.journeys.people import Staff
from tests.processes import wait_until
from tests.stack import Stack

COLOGNE = ZoneInfo("Europe/Berlin")
MOVED_CLOCK = Path(__file__).parent / "moved_clock"
SCAN = """
import django; django.setup()
import sys
from datetime import datetime, timedelta
from severshop.usecases.tracking.receive_messages import message, receive_messages
from tests.factories import track_alert
number, at = sys.argv[1], datetime.fromisoformat(sys.argv[2])
receive_messages([message("ups", track_alert(number, at=at, kind=sys.argv[3], code=sys.argv[4]))], now=at)
"""


class LateShop(Stack):
    """A shop whose days pass when they are told to."""

    def __init__(self, folder):
        self.ahead = folder / "ahead"
        self.ahead.write_text("0")
        environment = {"PYTHONPATH": str(MOVED_CLOCK), "SEVERSHOP_TEST_AHEAD": str(self.ahead)}
        super().__init__(folder, journey_seconds=2, mischief=False, environment=environment)

    def now(self):
        """The moment that it is in the shop, by the warehouse's clock."""
        return (clock.now() + timedelta(seconds=float(self.ahead.read_text()))).astimezone(COLOGNE)

    def go_to(self, moment):
        """Let it be this moment in the shop."""
        assert moment > self.now(), "time does not go back"
        self.ahead.write_text(str((moment - clock.now()).total_seconds()))

    def next_morning(self):
        """Let it be half past seven on the next day."""
        self.go_to((self.now() + timedelta(days=1)).replace(hour=7, minute=30, second=0))

    def scan(self, number, *what):
        """A carrier tells of a parcel."""
        command = [sys.executable, "-c", SCAN, number, self.now().isoformat(), *what]
        root = Path(__file__).parents[2]
        path = f"{MOVED_CLOCK}:{root}"
        subprocess.run(command, env={**self.environment, "PYTHONPATH": path, "PATH": ""}, cwd=root, check=True)

    def until(self, placed, is_so, *, what):
        try:
            wait_until(lambda: is_so(self.status(placed)), what=what)
        except AssertionError as error:
            told = {key: self.status(placed)[key] for key in ("updated_at", "attention", "arrival", "delay", "next")}
            error.add_note(f"At {self.now()} it says {told}\n{self.log('worker')}")
            raise


@pytest.fixture(scope="module")
def late():
    with tempfile.TemporaryDirectory(prefix="severshop-late-") as folder, LateShop(Path(folder)) as shop:
        yield shop


@pytest.fixture
def open_late(browser, late):
    contexts = []

    def open_one(**options):
        context = browser.new_context(**{"base_url": late.url, "viewport": {"width": 390, "height": 844}, **options})
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def level(told):
    return told["delay"] and told["delay"]["level"]


def subjects(shop, number):
    return [mail["Subject"] for mail in shop.mails() if number in mail["Subject"]]


def assert_well_made(page):
    """Nothing that axe finds, and nothing wider than the window, in light and in dark, small and large."""
    for width, scheme in ((320, "light"), (390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert Axe().run(page).response["violations"] == []


def test_silent_parcels_are_seen_told_searched_and_made_good(late, open_late):
    lost, found = in_stock(late), in_stock(late)
    shopper, staff = open_late(), Staff(open_late(viewport={"width": 1280, "height": 900}))
    the_staff_see_it_first(late, lost, shopper, staff)
    the_shopper_is_told(late, lost, shopper, open_late())
    news_clears_it(late, found, shopper)
    it_is_looked_for(late, lost, shopper, staff)
    it_is_made_good(late, lost, shopper)


def in_stock(late):
    """Order something that lies in the warehouse; what is made first is promised much later."""
    for _ in range(12):
        placed = late.order(journey="silent_after_label", carrier="ups", country="SE")
        promised = datetime.fromisoformat(late.status(placed)["promised"]["latest"]).replace(tzinfo=COLOGNE)
        if promised - late.now() < timedelta(days=16):
            return placed
    raise AssertionError("nothing is in stock")


def on_the_list(staff, placed):
    """Whether the staff see it; overnight they are signed out."""
    staff.page.goto("/staff/needs-a-hand/")
    if "sign-in" in staff.page.url:
        staff.sign_in(role="owner")
        staff.page.goto("/staff/needs-a-hand/")
    expect(staff.page.get_by_role("heading", name="Parcels that need a hand")).to_be_visible()
    return staff.page.get_by_text(placed.number).count() > 0


def the_staff_see_it_first(late, lost, shopper, staff):
    for _ in range(8):
        late.next_morning()
        shopper.wait_for_timeout(2000)
        if on_the_list(staff, lost):
            break
    assert on_the_list(staff, lost)
    shopper.goto(f"/t/{lost.token}")
    assert late.status(lost)["delay"] is None
    expect(shopper.get_by_text("Delayed", exact=True)).to_have_count(0)
    assert not [one for one in subjects(late, lost.number) if "Later" in one]


def the_shopper_is_told(late, lost, shopper, mailbox):
    promised = datetime.fromisoformat(late.status(lost)["promised"]["latest"]).replace(tzinfo=COLOGNE)
    if late.now() < promised:
        late.go_to(promised + timedelta(hours=7))
    for _ in range(8):
        if level(late.status(lost)) == "delayed":
            break
        late.next_morning()
        shopper.wait_for_timeout(2000)
    late.until(lost, lambda told: level(told) == "delayed", what="the delay")
    shopper.goto(f"/t/{lost.token}")
    expect(shopper.get_by_text("Delayed", exact=True).first).to_be_visible()
    expect(shopper.locator(".lead")).to_contain_text("At checkout we promised")
    expect(shopper.get_by_text("for longer than usual")).to_be_visible()
    expect(shopper.get_by_role("heading", level=1)).to_contain_text("Arriving")
    assert_well_made(shopper)
    wait_until(lambda: any("Later than promised" in one for one in subjects(late, lost.number)), what="the letter")
    mailbox.goto("/demo/mailbox/")
    expect(mailbox.get_by_text("Later than promised").first).to_be_visible()


def news_clears_it(late, found, shopper):
    late.until(found, lambda told: level(told) == "delayed", what="the other's delay")
    number = late.status(found)["parcels"][0]["tracking_number"]
    late.scan(number, "I", "OT")
    late.until(found, lambda told: told["arrival"]["kind"] == "today", what="the news")
    shopper.goto(f"/t/{found.token}")
    expect(shopper.get_by_role("heading", level=1)).to_contain_text("Arriving today")
    late.go_to(late.now() + timedelta(hours=1))
    late.scan(number, "D", "FS")
    late.until(found, lambda told: told["delay"] is None and told["attention"] is None, what="the end of it")
    expect(shopper.get_by_role("heading", level=1)).to_contain_text("Delivered")
    expect(shopper.get_by_text("Delayed", exact=True)).to_have_count(0)


def it_is_looked_for(late, lost, shopper, staff):
    """It happens at the moment that the page names; what is learned meanwhile may put it off by days."""
    for _ in range(6):
        named = [step["by"] for step in late.status(lost)["next"] if step["code"] == "we_ask_carrier"]
        if not named:
            break
        late.go_to(max(datetime.fromisoformat(named[0]), late.now()) + timedelta(minutes=1))
        shopper.wait_for_timeout(3000)
    late.until(lost, lambda told: level(told) == "lost", what="the search")
    shopper.goto(f"/t/{lost.token}")
    expect(shopper.get_by_role("heading", level=1)).to_have_text("We are looking for your parcel")
    expect(shopper.get_by_text("you can choose refund or replacement here from")).to_be_visible()
    expect(shopper.get_by_role("link", name="Choose a refund or a replacement")).to_have_count(0)
    assert_well_made(shopper)
    assert on_the_list(staff, lost)


def it_is_made_good(late, lost, shopper):
    """On the day that was named."""
    day = datetime.fromisoformat(late.status(lost)["delay"]["choose_from"]).replace(tzinfo=COLOGNE)
    late.go_to(day + timedelta(hours=7, minutes=1))
    late.until(lost, lambda told: told["delay"]["offered_at"], what="the offer")
    shopper.goto(f"/t/{lost.token}")
    shopper.get_by_role("link", name="Choose a refund or a replacement").click()
    asked = quote(f"/order/{lost.token}/claim/1/", safe="")
    expect(shopper).to_have_url(f"{late.url}/order/{lost.token}/code/?next={asked}")
    wait_until(lambda: any("Your choice" in one for one in subjects(late, lost.number)), what="the letter")
    assert [one for one in subjects(late, lost.number) if "looking for" in one], "it was told before"
