import pytest

from severshop.domain.support.rules import CaseState, Kind, is_same_address, state_of, tidy, without_quotes


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([Kind.ASKED], CaseState.WAITING_FOR_US),
        ([Kind.ASKED, Kind.ANSWERED], CaseState.WAITING_FOR_YOU),
        ([Kind.ASKED, Kind.ANSWERED, Kind.CLOSED], CaseState.CLOSED),
        ([Kind.ASKED, Kind.CLOSED, Kind.ASKED], CaseState.WAITING_FOR_US),
        ([Kind.ASKED, Kind.CLOSED, Kind.REOPENED], CaseState.WAITING_FOR_US),
    ],
)
def test_the_last_entry_says_whose_turn_it_is(kinds, state):
    assert state_of(kinds) is state


@pytest.mark.parametrize(
    "mail",
    [
        "Thanks!\n\nOn Tue, 24 Nov 2026 at 09:00, Shop <help@x.example> wrote:\n> old",
        "Thanks!\n\nAm 24.11.2026 um 09:00 schrieb Shop:\n> alt",
        "Thanks!\n\nOn Tue, 24 Nov 2026 at 09:00, Best Shoe Sever Shop\n<help@x.example> wrote:\n> old",
        "Thanks!\r\n-----Original Message-----\r\nFrom: help@x.example\r\nold",
        "Thanks!\n________________________________\nVon: Shop <help@x.example>\nalt",
        "Thanks!\n> old\n> older",
        "Thanks!\n-- \nAda Winter",
    ],
)
def test_what_a_mail_program_repeats_is_left_out(mail):
    assert without_quotes(mail) == "Thanks!"


@pytest.mark.parametrize("mail", ["> all\n> of it is quoted", "On Monday I wrote to you, and nothing came."])
def test_what_would_leave_nothing_or_is_no_quote_stays(mail):
    assert without_quotes(mail) == mail


def test_text_is_plain_and_no_longer_than_fits():
    assert tidy("a\x00b\r\nc\x1b[31m\u202e ") == "ab\nc[31m"
    assert len(tidy("x" * 9_000)) == 5_000


@pytest.mark.parametrize(
    ("known", "sender", "same"),
    [
        ("ada@example.com", "Ada <ADA@example.com>", True),
        ("", "", False),
        ("ada@example.com", "", False),
        ("kim@example.com", "\N{KELVIN SIGN}im@example.com", False),
        ("strasse@example.com", "stra\N{LATIN SMALL LETTER SHARP S}e@example.com", False),
        ("ada@example.com", "\ud800@example.com", False),
    ],
)
def test_addresses_are_the_same_whatever_case_they_are_written_in(known, sender, same):
    assert is_same_address(known, sender) is same
