"""The letters about a change say what was, what is, when it arrives and what goes back; the old address learns little."""

from dataclasses import replace
from datetime import date

import pytest

from severshop.look.mail.changed import ChangeLetter, changed_letter, moved_away_letter
from severshop.vocabulary.changing import ChangeKind
from severshop.vocabulary.windows import DeliveryWindow

TOLD = ChangeLetter(
    number="BS-7K3M-94Q3",
    kind=ChangeKind.SIZE,
    link="https://shop.example/t/token",
    was=("Strada Runner", "Rust, EU 42"),
    now_is=("Strada Runner", "Rust, EU 43"),
    total_minor=13_390,
    currency="EUR",
    window=DeliveryWindow(date(2026, 11, 26), date(2026, 11, 30)),
)


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        (ChangeKind.ADDRESS, "It goes to another address now"),
        (ChangeKind.SIZE, "Another size or colour is kept for you"),
        (ChangeKind.DELIVERY, "It comes another way now"),
        (ChangeKind.CONTACT, "We reach you elsewhere now"),
    ],
)
def test_each_says_what_was_and_what_is(kind, headline):
    letter = changed_letter(replace(TOLD, kind=kind))
    assert letter.subject == "Order BS-7K3M-94Q3: changed"
    for said in (letter.text, letter.html):
        assert headline.lower() in said.lower()
        assert "Before: Strada Runner · Rust, EU 42" in said
        assert "Now: Strada Runner · Rust, EU 43" in said
        assert "In all: €133.90" in said
    assert "go back" not in letter.text


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({}, "The dates stay as they were: Thu 26 – Mon 30 November."),
        ({"dates_changed": True}, "We now promise it for Thu 26 – Mon 30 November."),
        ({"back_minor": 1_000}, "It costs less now: €10.00 go back to you."),
        (
            {"back_minor": 1_000, "back_on": date(2026, 12, 1), "card": "Visa 4242"},
            "€10.00 go back to your card (Visa 4242). Most banks show it by Tue 1 December.",
        ),
        (
            {"back_minor": 1_000, "back_on": date(2026, 12, 1)},
            "€10.00 go back the way that you paid. Most banks show it by Tue 1 December.",
        ),
    ],
)
def test_when_it_arrives_and_what_goes_back(differs, said):
    assert said in " ".join(changed_letter(replace(TOLD, **differs)).text.split())


def test_the_old_address_learns_how_to_object_and_not_where_we_write_now():
    letter = moved_away_letter(number="BS-7K3M-94Q3", contact_link="https://shop.example/help/contact/")
    assert letter.subject == "Order BS-7K3M-94Q3: messages go to another address now"
    assert "https://shop.example/help/contact/" in letter.text
    assert "/t/" not in letter.text
