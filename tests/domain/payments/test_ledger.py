"""The ledger: whatever happens in whatever order, it adds up, and no more goes back than came in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.payments.ledger import (
    Balance,
    Entry,
    EntryKind,
    MoreThanLeftError,
    balance_of,
    balances_of,
    check_refund,
    share_out,
    to_call_off,
)

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def charge(amount):
    return Entry(EntryKind.CHARGE, amount, AT, "charge")


def refund(amount, *, certain=True):
    return Entry(EntryKind.REFUND, amount, AT, f"refund-{amount}", is_certain=certain)


def bank(amount):
    return Entry(EntryKind.CHARGEBACK, amount, AT, f"bank-{amount}")


def won(amount):
    return Entry(EntryKind.CHARGEBACK_WON, amount, AT, f"bank-{amount}")


@pytest.mark.parametrize(
    ("entries", "balance", "left"),
    [
        ([], Balance(), 0),
        ([charge(100)], Balance(paid=100), 100),
        ([charge(100), refund(30)], Balance(paid=100, refunded=30), 70),
        # what is promised counts as if it were paid
        ([charge(100), refund(30, certain=False)], Balance(paid=100, on_its_way=30), 70),
        ([charge(100), refund(60), refund(40)], Balance(paid=100, refunded=100), 0),
        ([charge(100), bank(100)], Balance(paid=100, charged_back=100), 0),
        ([charge(100), bank(100), won(100)], Balance(paid=100), 100),
        # the bank takes what was paid back before: the shopper has it twice
        ([charge(100), refund(100), bank(100)], Balance(paid=100, refunded=100, contested=100), 0),
        ([charge(100), refund(60), bank(100)], Balance(paid=100, refunded=60, charged_back=40, contested=60), 0),
        ([charge(100), refund(60), bank(100), won(100)], Balance(paid=100, refunded=60), 40),
        ([charge(100), charge(50), bank(30), bank(20)], Balance(paid=150, charged_back=50), 100),
        # news out of order
        ([won(100), bank(100), charge(100)], Balance(paid=100), 100),
        ([won(100), charge(100)], Balance(paid=100), 100),
    ],
)
def test_what_the_entries_add_up_to(entries, balance, left):
    assert balance_of(entries) == balance
    assert balance_of(reversed(entries)) == balance
    assert balance.left == left


@pytest.mark.parametrize("amount", [101, 1000])
def test_never_more_than_is_left(amount):
    with pytest.raises(MoreThanLeftError) as refused:
        check_refund(balance_of([charge(150), refund(50, certain=False)]), amount_minor=amount)
    assert (refused.value.wanted_minor, refused.value.left_minor) == (amount, 100)


def test_where_nothing_is_left_it_says_nothing():
    with pytest.raises(MoreThanLeftError) as refused:
        check_refund(Balance(paid=100, refunded=100), amount_minor=1)
    assert refused.value.left_minor == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_refund(amount):
    with pytest.raises(ValueError, match=r"^a refund is more than nothing$"):
        check_refund(Balance(paid=100), amount_minor=amount)


def test_all_that_is_left_may_go_back():
    check_refund(Balance(paid=100, refunded=40), amount_minor=60)


@pytest.mark.parametrize(
    ("contested", "waiting", "overtaken"),
    [
        (0, [("a", 10)], ()),
        (10, [], ()),
        (10, [("a", 10), ("b", 5)], ("b", "a")),
        (5, [("a", 10), ("b", 5)], ("b",)),
        (1, [("a", 10), ("b", 5)], ("b",)),
        (100, [("a", 10), ("b", 5)], ("b", "a")),
    ],
)
def test_a_chargeback_overtakes_the_newest_first_and_no_more_than_it_must(contested, waiting, overtaken):
    assert to_call_off(Balance(paid=100, contested=contested), callable_off=waiting) == overtaken


def test_what_a_bank_takes_of_one_charge_is_not_what_was_paid_back_of_another():
    entries = [
        Entry(EntryKind.CHARGE, 100, AT, "a", charge="a"),
        Entry(EntryKind.CHARGE, 30, AT, "b", charge="b"),
        Entry(EntryKind.REFUND, 100, AT, "re", charge="a"),
        Entry(EntryKind.CHARGEBACK, 100, AT, "cb", charge="a"),
    ]
    assert balances_of(entries) == {
        "a": Balance(paid=100, refunded=100, contested=100),
        "b": Balance(paid=30),
    }
    assert balance_of(entries) == Balance(paid=130, refunded=100, contested=100)
    assert balance_of(entries).left == 30


@pytest.mark.parametrize(
    ("amount", "first", "shares"),
    [
        (30, "", [("b", 30)]),
        (31, "", [("a", 31)]),
        (100, "", [("a", 100)]),
        (101, "", [("a", 100), ("b", 1)]),
        (130, "", [("a", 100), ("b", 30)]),
        (10, "a", [("a", 10)]),
        (40, "b", [("b", 30), ("a", 10)]),
        (10, "c", [("b", 10)]),
        (10, "somewhere else", [("b", 10)]),
    ],
)
def test_from_which_charges_a_refund_is_paid(amount, first, shares):
    assert list(share_out(amount, {"a": 100, "b": 30, "c": 0}, first=first)) == shares


def test_the_charges_together_pay_no_more_than_they_have():
    with pytest.raises(MoreThanLeftError) as refused:
        share_out(131, {"a": 100, "b": 30})
    assert (refused.value.wanted_minor, refused.value.left_minor) == (131, 130)


EVENTS = st.lists(
    st.tuples(st.sampled_from(["ask", "confirm", "fail", "bank", "win"]), st.integers(1, 120)), max_size=40
)


class Course:
    """What has happened to one order's money."""

    def __init__(self, paid):
        self.paid = paid
        self.refunds = []
        self.disputes = []

    @property
    def balance(self):
        entries = [charge(self.paid)]
        entries += [refund(amount, certain=state == "confirm") for amount, state in self.refunds if state != "fail"]
        for amount, is_won in self.disputes:
            entries += [bank(amount), *([won(amount)] if is_won else [])]
        return balance_of(entries)

    def ask(self, number):
        before = self.balance
        try:
            check_refund(before, amount_minor=number)
        except MoreThanLeftError:
            assert number > before.left
        else:
            self.refunds.append((number, "asked"))
            assert self.balance.left == before.left - number

    def answer(self, number, word):
        place = number % len(self.refunds) if self.refunds else None
        # told again, or told otherwise after the end, it changes nothing: the table of transitions
        if place is not None and self.refunds[place][1] == "asked":
            self.refunds[place] = (self.refunds[place][0], word)

    def dispute(self, number, word):
        if word == "bank":
            self.disputes.append((min(number, self.paid), False))
        elif self.disputes:
            place = number % len(self.disputes)
            self.disputes[place] = (self.disputes[place][0], True)


@given(paid=st.integers(1, 200), events=EVENTS)
def test_in_any_course_it_balances_and_we_never_pay_back_more_than_is_left(paid, events):
    course = Course(paid)
    for word, number in events:
        if word == "ask":
            course.ask(number)
        elif word in {"confirm", "fail"}:
            course.answer(number, word)
        else:
            course.dispute(number, word)
        now = course.balance
        assert now.left >= 0
        assert now.refunded + now.on_its_way + now.charged_back + now.left == now.paid == paid
        assert now.refunded + now.on_its_way <= paid
        assert now.contested >= 0
