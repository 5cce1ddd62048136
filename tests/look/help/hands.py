"""Orders in hand, one for each state that an order's page can be in, as the status page's tests tell them."""

import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from severshop.domain.policies.habits import habit_of
from severshop.domain.policies.returns import POLICIES
from severshop.look.help.order import OrderInHand, Range, Terms, Way
from severshop.look.status.facts import read_facts
from tests.look.status.states import ACCEPTED, DEPARTED, NOW, STATES, at, commit, order, parcel, scan, travelling

COLOGNE = ZoneInfo("Europe/Berlin")
STANDARD = Way(
    code="standard",
    price_minor=990,
    free_from_minor=15000,
    handling=Range(fewest=1, most=2),
    transit=Range(fewest=2, most=5),
)
TERMS = Terms(
    returns=POLICIES[0],
    answer_by=datetime(2026, 11, 25, 18, tzinfo=COLOGNE),
    cutoff_hour=14,
    ways={"home": (), "union": (STANDARD,), "outside": (STANDARD,)},
)
BERN = {"destination": {"city": "Bern", "country": "CH"}}

HANDS = STATES | {
    "number_not_known": order(
        "shipped",
        parcel(milestone="not_yet_known", not_known_at=at(24, "08:30")),
        next=[commit("first_scan", 24), commit("arrive", 27)],
    ),
    "number_not_known_for_long": order(
        "shipped",
        parcel(milestone="not_yet_known", not_known_at=at(24, "08:30"), handed_over_at=at(20, "16:40")),
        next=[commit("first_scan", 23)],
    ),
    "number_invalid": order("shipped", parcel(milestone="number_invalid", handed_over_at=at(20, "16:40"))),
    "label_cancelled": order("shipped", parcel(milestone="cancelled")),
    "seen_three_days_ago": travelling(scan(at(21, "08:00"), "in_transit", "departed")),
    "customs_asks_for_documents": travelling(
        scan(at(24, "05:00"), "customs", "documents", city="Zurich", country="CH"),
        DEPARTED,
        attention="customs_hold",
        **BERN,
    ),
    "through_customs": travelling(
        scan(at(24, "05:00"), "customs", "cleared", city="Zurich", country="CH"), DEPARTED, **BERN
    ),
    "returned": travelling(scan(at(24, "05:00"), "returned"), attention="returning", arrival={"kind": "none"}),
    "looked_for": travelling(
        scan(at(12, "08:00"), "in_transit", "departed"),
        attention="lost",
        arrival={"kind": "none"},
        delay={
            "level": "lost",
            "trouble": "silent",
            "parcel": 1,
            "since": at(24, "07:00"),
            "investigation": {"opened_at": at(24, "07:00"), "asked_at": None},
            "choose_from": "2026-11-27",
            "offered_at": None,
            "question": None,
        },
    ),
    "told_of_a_delay": travelling(
        scan(at(20, "06:12"), "in_transit", "departed"),
        attention="delayed",
        arrival={"kind": "window", "earliest": "2026-12-01", "latest": "2026-12-03", "revised": True, "at": None},
        delay={
            "level": "delayed",
            "trouble": "slow",
            "parcel": 1,
            "since": at(24, "07:00"),
            "investigation": None,
            "choose_from": None,
            "offered_at": None,
            "question": None,
        },
    ),
    "three_parcels": order(
        "shipped",
        parcel(scan(at(23, "12:00"), "delivered", "neighbour", city="Copenhagen", country="DK"), ACCEPTED),
        parcel(position=2),
        parcel(scan(at(20, "06:12"), "in_transit", "departed"), position=3),
        next=[commit("first_scan", 24), commit("next_scan", 23)],
    ),
}


def in_hand(name, *, now=NOW, carrier="ups", withdraw_until=None):
    """The order of a state, at a moment, with what its carrier publishes."""
    facts = read_facts(json.dumps(HANDS[name]).encode())
    if withdraw_until is None and facts.status == "delivered":
        withdraw_until = date(2026, 12, 10)
    return OrderInHand(
        status=facts,
        terms=TERMS,
        now=now.astimezone(COLOGNE),
        zone="outside" if facts.destination.country == "CH" else "union",
        withdraw_until=withdraw_until,
        habits={one.position: habit_of(carrier) for one in facts.parcels},
    )


def lines(answer):
    """Everything that an answer says, without markup, a line a sentence."""
    said = [str(answer.short)]
    for part in answer.parts:
        said += [f"# {part.heading}"] if part.heading else []
        said += [str(sentence) for sentence in part.sentences]
        said += [f"({source.words}: {source.url})" for source in part.sources]
    said += [f"-> {act.goes.value} {act.to}".strip() for act in answer.acts]
    return [re.sub(r"<[^>]+>", "", line).replace("\N{NO-BREAK SPACE}", " ").replace("&#39;", "'") for line in said]
