"""Every answer that the help can give, in German, for every state of an order."""

import json
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from severshop.look.help.order import OrderInHand
from severshop.look.help.topics import TOPICS
from severshop.look.status.facts import read_facts
from severshop.usecases.reading.order_help import habit_of, shop_terms
from tests.german import english_lines
from tests.look.status.states import NOW, STATES

pytestmark = pytest.mark.django_db

DATA = ("UPS Track",)


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def lines(answer):
    yield answer.short
    for part in answer.parts:
        yield part.heading
        yield from part.sentences
        yield from (source.words for source in part.sources)
    for act in answer.acts:
        yield from (act.words, act.note)


def english_of(answer):
    return [one for line in lines(answer) for one in english_lines(re.sub(r"<[^>]+>", "", line), data=DATA)]


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_in_general(topic):
    terms = shop_terms(now=NOW)
    assert TOPICS[topic].question()
    assert english_of(TOPICS[topic].general(terms)) == []


@pytest.mark.parametrize("days_later", [0, 3, 30])
@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_for_an_order(topic, days_later):
    terms, now = shop_terms(now=NOW), (NOW + timedelta(days=days_later)).astimezone(ZoneInfo("Europe/Berlin"))
    for name, state in STATES.items():
        facts = read_facts(json.dumps({"number": "BS-7K3M-94Q3", "version": 1} | state).encode())
        for zone in ("home", "union", "outside"):
            order = OrderInHand(
                status=facts,
                terms=terms,
                now=now,
                zone=zone,
                withdraw_until=date(2026, 12, 9),
                habits={1: habit_of("ups"), 2: habit_of("usps")},
            )
            assert english_of(TOPICS[topic].for_order(order)) == [], (name, zone)
