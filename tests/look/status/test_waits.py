"""The waits between the label and the door: each is said as what it is, in words that age with it."""

import re
from datetime import UTC, datetime

import pytest

from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from tests.look.status.states import NOW, NUMBER, at, commit, order, parcel, public_json, scan

FOUR_DAYS_ON = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
"""`NOW` is the morning after the hand-over."""
NOT_KNOWN = {"milestone": "not_yet_known", "not_known_at": at(24, "08:30")}
SEEN = scan(at(24, "06:12"), "in_transit", "departed")

WAITS = {
    "not handed over": (
        parcel(handed_over_at=None, milestone="label_created"),
        "in_process",
        "Your parcel is packed and waits in our warehouse for UPS to collect it.",
        "Your parcel is packed and has been waiting for UPS since Monday 15:02.",
    ),
    "not handed over, and not known": (
        parcel(handed_over_at=None, **NOT_KNOWN),
        "in_process",
        "Your parcel is packed and waits in our warehouse for UPS to collect it.",
        "Your parcel is packed and has been waiting for UPS since Monday 15:02.",
    ),
    "label made, no scan": (
        parcel(scan(at(23, "15:10"), "label_created", city="")),
        "shipped",
        "UPS collected it Monday 16:40. The first scan follows at their depot.",
        "UPS has had it since Monday 16:40 and has not scanned it yet.",
    ),
    "nothing said": (
        parcel(milestone="not_yet_known"),
        "shipped",
        "UPS collected it Monday 16:40. The first scan follows at their depot.",
        "UPS has had it since Monday 16:40 and has not said a word about it yet.",
    ),
    "number not known": (
        parcel(**NOT_KNOWN),
        "shipped",
        "UPS collected it Monday 16:40 and does not know its number yet. That can take a day.",
        "We gave it to UPS Monday 16:40, and they still do not know its number.",
    ),
    "number invalid": (
        parcel(milestone="number_invalid"),
        "shipped",
        "UPS collected it Monday 16:40 and does not know its number yet. That can take a day.",
        "We gave it to UPS Monday 16:40, and they still do not know its number.",
    ),
    "silent": (
        parcel(SEEN),
        "shipped",
        "Your parcel has left Cologne and is on the road to Copenhagen.",
        "Your parcel was last seen Tuesday 06:12 in Cologne. UPS has been silent since.",
    ),
}


def page(one, status, now):
    return status_page(read_facts(public_json("received", **order(status, one))), now=now)


def plain(text):
    return re.sub(r"<[^>]+>", "", text)


@pytest.mark.parametrize("wait", WAITS)
def test_each_wait_is_said_as_what_it_is_when_it_is_new_and_when_it_is_old(wait):
    one, status, fresh, old = WAITS[wait]
    assert plain(page(one, status, NOW).lead) == fresh
    assert plain(page(one, status, FOUR_DAYS_ON).lead) == old


@pytest.mark.parametrize("wait", [name for name in WAITS if name != "silent"])
@pytest.mark.parametrize("now", [NOW, FOUR_DAYS_ON])
def test_no_wait_before_the_first_scan_is_shown_as_in_transit(wait, now):
    one, status, *_words = WAITS[wait]
    shown = page(one, status, now)
    told = " ".join([shown.headline, shown.pill.word, plain(shown.lead), plain(shown.freshness), shown.meaning])
    for untrue in ("transit", "on the road", "on its way", "last seen", "Last scan"):
        assert untrue not in told
    assert {word.filled for word in shown.words if word.state == "here"} <= {"little", "half"}


@pytest.mark.parametrize("wait", WAITS)
def test_every_wait_links_to_the_carriers_own_page(wait):
    one, status, *_words = WAITS[wait]
    shown = page(one, status, NOW)
    assert shown.carriers == (("UPS", NUMBER, f"https://www.ups.com/track?tracknum={NUMBER}"),)
    assert shown.boxes[0].numbers[0].url == f"https://www.ups.com/track?tracknum={NUMBER}"


def test_when_the_carrier_last_said_something_is_said():
    assert plain(page(parcel(**NOT_KNOWN), "shipped", NOW).freshness) == (
        "UPS told us Tuesday 08:30 that it does not know the number yet."
    )
    assert plain(page(parcel(scan(at(23, "15:10"), "label_created")), "shipped", NOW).freshness) == (
        "UPS has known of its label since Monday 15:10 and has not scanned the parcel yet."
    )
    assert plain(page(parcel(scan(at(23, "15:10"), "unknown")), "shipped", NOW).freshness) == (
        "UPS last told us something Monday 15:10."
    )
    assert plain(page(parcel(SEEN), "shipped", FOUR_DAYS_ON).freshness).startswith(
        "Last scan Tuesday 06:12 in Cologne."
    )


def test_a_wait_that_has_outlived_its_moment_is_not_called_on_time():
    document = order("shipped", parcel(milestone="label_created"), next=[commit("first_scan", 24)])
    shown = status_page(read_facts(public_json("received", **document)), now=FOUR_DAYS_ON)
    assert shown.pill.word == "Waiting for a scan"
    assert plain(shown.next[0]) == "UPS should have scanned it by Tuesday 20:00. No scan has come yet."
