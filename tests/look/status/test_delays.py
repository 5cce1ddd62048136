"""What the page says of delays and searches: calm, exact, and nothing while things are only at risk."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from severshop.vocabulary.watching import Trouble
from tests.look.status.states import at, commit, order, parcel, scan

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""A Monday; the promise was for 26 to 27 November."""
REVISED = {"kind": "window", "earliest": "2026-12-01", "latest": "2026-12-03", "revised": True, "at": None}
NO_DAY = {"kind": "none", "earliest": None, "latest": None, "revised": True, "at": None}
SEEN = scan(at(24, "06:12"), "in_transit", "departed")


def delay(level: str = "delayed", trouble: str = "slow", **changes: Any) -> dict[str, Any]:
    return {
        "level": level,
        "trouble": trouble,
        "parcel": 1,
        "since": at(30, "07:00"),
        "investigation": None,
        "choose_from": None,
        "offered_at": None,
        "question": None,
    } | changes


def question(answer: str | None = None, *, consent: bool = True) -> dict[str, Any]:
    return {"by": at(30, "23:59"), "silence_is_consent": consent, "answer": answer, "answered_at": None}


LOST = {
    "attention": "lost",
    "arrival": NO_DAY,
    "delay": delay(
        "lost", "silent", investigation={"opened_at": at(30, "07:00"), "asked_at": None}, choose_from="2026-12-03"
    ),
}


CLAIM = {
    "parcel": 1,
    "kind": "lost",
    "wish": "refund",
    "state": "refund_coming",
    "steps": [{"state": "received", "at": at(30, "07:00")}, {"state": "refund_coming", "at": at(30, "07:01")}],
    "next": {"code": "refund", "by": "2026-12-07"},
    "items": [{"line": 1, "quantity": 1}],
    "replacement": None,
    "turned_up_at": None,
    "turn_up": None,
}


def body(document):
    return json.dumps(document).encode()


def page(*parcels, status="shipped", now=NOW, **changes):
    document = order(status, *(parcels or (parcel(SEEN),)), updated_at=at(30, "07:00"), **changes)
    return status_page(read_facts(body(document)), now=now)


def delayed(**changes):
    return page(attention="delayed", arrival=REVISED, **changes)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_a_reason_in_whole_words(trouble):
    told = delayed(delay=delay(trouble=trouble.value))
    assert told.headline.replace("\N{NO-BREAK SPACE}", " ") == "Arriving Tue 1 – Thu 3 December"
    assert (told.pill.word, told.pill.tone) == ("Delayed", "warn")
    assert told.meaning.endswith((".", "sorry."))
    assert "%(" not in told.meaning
    assert "At checkout we promised Thu 26 – Fri 27 November. We are sorry that it takes longer." in told.late


def test_what_is_only_at_risk_says_nothing():
    calm = page(now=NOW - timedelta(days=5), next=[commit("we_ask_carrier", 30)])
    assert "Delayed" not in calm.pill.word
    assert "If nobody has scanned it by" in calm.next[0]
    assert calm.choice is None


def test_what_is_looked_for_is_no_scare_and_names_the_day_of_the_choice():
    told = page(**LOST, next=[commit("choose", 3) | {"by": "2026-12-03T07:00:00+01:00"}])
    assert told.headline == "We are looking for your parcel"
    assert (told.pill.word, told.pill.tone) == ("Being looked for", "warn")
    assert "Since Mon 30 November we have UPS look for it." in told.meaning
    assert "the loss is ours, not yours" in told.meaning
    assert told.late == "We first promised it for Thu 26 – Fri 27 November."
    (step,) = told.next
    assert "If it does not turn up, you can choose refund or replacement here from" in step
    assert ">Thu 3 December<" in step
    assert told.choice is None


def test_of_several_parcels_one_is_looked_for():
    assert page(parcel(SEEN), parcel(SEEN, position=2), parcels_total=2, **LOST).headline == (
        "We are looking for one of your parcels"
    )


def test_what_the_carrier_gave_up_is_called_lost():
    gone = LOST | {"delay": delay("lost", "carrier_says", choose_from="2026-11-30")}
    told = page(parcel(scan(at(30, "05:00"), "lost")), **gone)
    assert told.headline == "Your parcel is lost"


def test_the_choice_leads_to_where_it_is_made_from_the_morning_of_its_day_on():
    offered = LOST["delay"] | {"choose_from": "2026-11-30", "offered_at": at(30, "07:00")}
    told = page(**LOST | {"delay": offered}, next=[commit("choose", 30) | {"by": at(30, "07:00")}])
    assert told.choice == ("claim/1/", "Choose a refund or a replacement")
    assert told.next[0].startswith("Since ")


def test_what_was_chosen_is_not_offered_once_more():
    offered = LOST["delay"] | {"choose_from": "2026-11-30", "offered_at": at(30, "07:00")}
    told = page(**LOST | {"delay": offered}, claims=[CLAIM])
    assert told.choice is None
    assert told.nothing_next == "Your money goes back the way you paid. Most banks show it by Mon 7 December."
    (card,) = told.claims
    assert (card.about, card.pill, card.things) == ("Parcel that was lost", "Refund on its way", "1 × Strada Runner")
    assert card.sentences == ("Your money goes back the way you paid. Most banks show it by Mon 7 December.",)
    assert [event.words for day in card.days for event in day.events] == ["Refund granted", "You told us"]
    assert told.has_open_case
    refused = CLAIM | {"state": "refused", "next": None}
    assert page(**LOST | {"delay": offered}, claims=[refused]).choice


def test_a_calendar_is_given_the_days_that_hold_now_and_none_for_what_nobody_sees():
    assert delayed(delay=delay()).calendar_days == "Tue 1 – Thu 3 December"
    assert page(**LOST).calendar_days == ""
    assert page(now=NOW - timedelta(days=5)).calendar_days == "Thu 26 – Fri 27 November"


@pytest.mark.parametrize(
    ("answer", "is_offered", "said"),
    [
        (None, True, "That is our doing, and we are sorry."),
        ("wait", True, "You chose to wait. Thank you; you can still change your mind until it leaves."),
        ("cancel", False, "You chose to cancel. We do it, and write to you when your money is on its way."),
    ],
)
def test_the_question_before_it_leaves(answer, is_offered, said):
    asked = delay(trouble="not_handed_over", parcel=None, question=question(answer))
    told = page(status="received", attention="delayed", arrival=REVISED, delay=asked)
    assert said in told.meaning
    assert told.choice == (("delay/", "Wait for it, or cancel") if is_offered else None)


def test_what_comes_today_is_spoken_of_as_such():
    out = parcel(scan(at(30, "07:30"), "out_for_delivery", city="Copenhagen", country="DK"))
    told = page(out, attention="delayed", arrival=REVISED | {"kind": "today"}, delay=delay())
    assert told.headline.startswith("Arriving today")
    assert "longer than almost all" not in told.meaning


def test_a_delay_of_a_kind_that_is_not_known_yet_is_left_out():
    assert read_facts(body(order("shipped", parcel(SEEN), delay=delay("worse")))).delay is None
    assert read_facts(body(order("shipped", parcel(SEEN)))).delay is None
