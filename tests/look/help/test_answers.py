"""Every question for every state of an order: word for word what it answers, and what no answer may say.

`answers.json` is the table. After a change of words: write it anew and read the difference, all of it.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from severshop.look.help.states import State
from severshop.look.help.topics import TOPICS
from tests.look.help.hands import HANDS, TERMS, in_hand, lines
from tests.look.status.states import NOW

TABLE = json.loads((Path(__file__).parent / "answers.json").read_text())


@pytest.mark.parametrize("slug", TOPICS)
def test_each_question_answers_each_state_as_the_table_says(slug):
    told = {name: lines(TOPICS[slug].for_order(in_hand(name))) for name in HANDS}
    assert {"in general": lines(TOPICS[slug].general(TERMS)), **told} == TABLE[slug]


def test_the_table_knows_every_state_of_a_parcel():
    seen = {parcel.state for name in HANDS for parcel in in_hand(name).parcels}
    assert seen == set(State)


@pytest.mark.parametrize("slug", TOPICS)
@pytest.mark.parametrize("name", HANDS)
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=2), timedelta(days=9)])
def test_no_answer_is_empty_or_leaves_a_gap(slug, name, later):
    answer = TOPICS[slug].for_order(in_hand(name, now=NOW + later))
    said = lines(answer)
    assert said[0]
    assert answer.acts
    assert not [
        line
        for line in said
        if "%(" in line or line.endswith("None.") or " None" in line or "  " in line or " ." in line
    ]


@pytest.mark.parametrize(
    "name", [name for name in HANDS if all(p.parcel.handed_over_at for p in in_hand(name).parcels)]
)
def test_what_has_left_cannot_be_cancelled(name):
    hand = in_hand(name)
    if hand.parcels and not hand.has_unpacked:
        assert str(TOPICS["cancel"].for_order(hand).short).startswith("Not any more")


def test_a_first_scan_that_is_due_is_said_and_one_that_is_overdue_is_owned():
    before = lines(TOPICS["number"].for_order(in_hand("label_no_scan")))
    assert "UPS normally shows the first scan by Tuesday 20:00." in before
    after = lines(TOPICS["number"].for_order(in_hand("label_no_scan", now=NOW + timedelta(days=1))))
    assert "UPS normally shows the first scan by Tuesday 20:00. That has passed." in after
    assert "-> contact 1" in after


def test_what_a_carrier_publishes_is_said_with_its_source_and_nothing_else_is():
    dhl = lines(TOPICS["number"].for_order(in_hand("label_no_scan", carrier="dhl")))
    assert any("up to 48 hours" in line for line in dhl)
    assert any("dhl.com" in line for line in dhl)
    fedex = lines(TOPICS["number"].for_order(in_hand("label_no_scan", carrier="fedex")))
    assert not [line for line in fedex if "itself says" in line or "What FedEx says" in line]


@pytest.mark.parametrize(
    ("until", "word"), [(date(2026, 12, 10), "The last day to tell us"), (date(2026, 11, 20), "was")]
)
def test_the_last_day_to_return_is_named_before_and_after(until, word):
    now = datetime(2026, 11, 27, 9, tzinfo=UTC)
    said = lines(TOPICS["refund"].for_order(in_hand("delivered_handed_over", now=now, withdraw_until=until)))
    assert any(word in line for line in said)


def test_answers_speak_german_too():
    from django.utils import translation

    with translation.override("de"):
        for topic in TOPICS.values():
            assert topic.question()
            assert lines(topic.for_order(in_hand("silent")))
