"""Every state of an order's page, in German: nothing English, nothing left open."""

import json
from datetime import timedelta

import pytest
from django.template import engines
from django.utils import translation

from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from severshop.look.status.scans import scan_words
from severshop.look.status.words import attention_meaning, attention_pill, status_meaning, status_word
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus
from tests.german import english_in, english_lines, texts
from tests.look.status.states import NOW, STATES

DATA = ("Strada Runner", "Rust, EU 42", "Fjord Boot", "Moss, EU 42")


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize("days_later", [0, 3, 30])
@pytest.mark.parametrize("state", sorted(STATES))
def test_the_page_of_an_order(state, days_later):
    document = {"number": "BS-7K3M-94Q3", "version": 1} | STATES[state]
    page = status_page(read_facts(json.dumps(document).encode()), now=NOW + timedelta(days=days_later))
    html = engines["jinja2"].get_template("statuspage/page.html").render({"page": page})
    assert english_in(html, data=DATA) == []
    assert "%(" not in html
    assert '<html lang="de">' in html
    assert [text for text in texts(html) if "  " in text or " ." in text or ",," in text] == []


def test_every_code_has_german_words():
    said = [scan_words(milestone, reason, carrier="UPS") for milestone in Milestone for reason in Reason]
    said += [status_word(status) for status in OrderStatus] + [status_meaning(status) for status in OrderStatus]
    said += [attention_pill(attention).word for attention in Attention]
    said += [attention_meaning(attention) for attention in Attention]
    assert english_lines("\n".join(said)) == []


def test_the_check_itself_finds_english():
    assert english_in("<p>Show all sizes</p>") == ["Show all sizes"]
    assert english_in('<a aria-label="Remove this line">x</a>') == ["Remove this line"]
    assert english_in("<p>By Tuesday they are packed.</p>") == ["By Tuesday they are packed."]
    assert english_in("<p>A text nobody marked, of the page</p>") == ["A text nobody marked, of the page"]
    assert english_in('<span lang="en">English</span><p>Bis Dienstag ist alles gepackt.</p>') == []
    assert english_lines("See your order:\nBestellung ansehen:") == ["See your order:"]
