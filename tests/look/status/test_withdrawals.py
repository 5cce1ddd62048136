"""What the order's page says of withdrawals: a card each, the newest first."""

import pytest

from severshop.look.status.withdrawals import read_withdrawals, withdrawal_cards

NAMES = {1: "Strada Runner", 2: "Nord Boot"}


def raw(**more):
    return {
        "received_at": "2026-11-24T09:00:00+01:00",
        "state": "cancelled",
        "whole": False,
        "cancelled": [],
        "to_send_back": [],
        "send_back_by": None,
        "refund_by": None,
    } | more


ONE = [{"line": 1, "quantity": 1}]
BOTH = [*ONE, {"line": 2, "quantity": 2}]


@pytest.mark.parametrize(
    ("told", "pill", "sentences"),
    [
        (raw(state="taken_in"), "A person looks at it", ()),
        (
            raw(cancelled=BOTH, refund_by="2026-12-08"),
            "Called off",
            ("Called off: 1 × Strada Runner and 2 × Nord Boot.", "Your money is back by Tue 8 December."),
        ),
        (raw(state="being_cancelled", refund_by="2026-12-08"), "Being taken out", None),
        (
            raw(state="to_send_back", to_send_back=ONE, send_back_by="2026-12-08", refund_by="2026-12-08"),
            "To be sent back",
            ("To be sent back by Tue 8 December: 1 × Strada Runner.", "Your money is back by Tue 8 December."),
        ),
        (raw(state="settled", to_send_back=ONE), "Done", ()),
    ],
)
def test_each_state_has_its_words(told, pill, sentences):
    (card,) = withdrawal_cards(read_withdrawals([told]), NAMES)
    assert card.pill == pill
    assert sentences is None or card.sentences == sentences


def test_the_newest_comes_first_and_what_is_not_known_is_left_out():
    later = raw(received_at="2026-11-25T09:00:00+01:00")
    cards = withdrawal_cards(read_withdrawals([raw(), raw(state="from the future"), later]), NAMES)
    assert [card.received_at.day for card in cards] == [25, 24]
