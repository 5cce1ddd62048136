"""What a change costs or pays back, and when an order may be changed: tables, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.orders.changing import (
    MOST_CHANGES,
    Prices,
    Standing,
    agreed_plus,
    new_prices,
    parts_back,
    why_closed,
    why_unpaid,
)
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged
from severshop.vocabulary.money import tax_in
from severshop.vocabulary.refunds import Part, PartKind

UNTOUCHED = Standing(
    begun=False,
    cancel_asked=False,
    partly_cancelled=False,
    invoiced=False,
    changes=0,
    addresses_of_mail=1,
    paid_here=True,
)
ALL = set(ChangeKind)
IN_MONEY = {ChangeKind.SIZE, ChangeKind.DELIVERY}
AMOUNTS = st.integers(min_value=0, max_value=100_000)


@pytest.mark.parametrize(
    ("differs", "closed", "why"),
    [
        ({}, set(), None),
        ({"begun": True}, ALL, WhyNotChanged.BEGUN),
        ({"cancel_asked": True}, ALL, WhyNotChanged.CANCEL_ASKED),
        ({"begun": True, "cancel_asked": True}, ALL, WhyNotChanged.BEGUN),
        ({"changes": MOST_CHANGES - 1}, set(), None),
        ({"changes": MOST_CHANGES}, ALL, WhyNotChanged.TOO_OFTEN),
        ({"invoiced": True}, IN_MONEY, WhyNotChanged.INVOICED),
        ({"partly_cancelled": True}, IN_MONEY, WhyNotChanged.PARTLY_CANCELLED),
        ({"paid_here": False}, set(), None),
    ],
)
def test_what_is_closed_to_change(differs, closed, why):
    said = {kind: why_closed(kind, UNTOUCHED._replace(**differs)) for kind in ChangeKind}
    assert said == {kind: why if kind in closed else None for kind in ChangeKind}


@pytest.mark.parametrize(
    ("difference", "paid_here", "why"),
    [
        (0, True, None),
        (0, False, None),
        (-1, True, None),
        (-1, False, WhyNotChanged.PAID_ELSEWHERE),
        (1, True, None),
        (1, False, WhyNotChanged.COSTS_MORE),
    ],
)
def test_what_was_not_paid_here_costs_the_same_afterwards(difference, paid_here, why):
    assert why_unpaid(UNTOUCHED._replace(paid_here=paid_here), difference_minor=difference) is why


@pytest.mark.parametrize(
    ("agreed", "old", "new", "after"),
    [
        (12_900, 12_900, 12_900, 12_900),
        (9_900, 12_900, 12_900, 9_900),  # bought in a sale that is over
        (12_900, 12_900, 11_900, 11_900),
        (9_900, 12_900, 13_900, 10_900),
        (0, 12_900, 11_900, 0),  # costs nothing, and cannot cost less
        (490, None, 990, 990),
    ],
)
def test_what_was_agreed_stays_agreed(agreed, old, new, after):
    assert agreed_plus(agreed, old_today=old, new_today=new) == after


@pytest.mark.parametrize(
    ("after", "parts"),
    [
        ((10_000, 490), ()),
        ((9_000, 490), (Part(PartKind.GOODS, 1_000, tax_minor=200, line=1),)),
        ((10_000, 0), (Part(PartKind.DELIVERY, 490, tax_minor=98),)),
        ((9_000, 990), (Part(PartKind.GOODS, 500, tax_minor=100, line=1),)),  # below what is free of delivery
        ((10_100, 0), (Part(PartKind.DELIVERY, 390, tax_minor=78),)),
        ((10_500, 490), ()),
    ],
)
def test_what_goes_back(after, parts):
    before = Prices(10_000, 490, 2500, tax_in(10_490, rate_bp=2500))
    assert parts_back(before, new_prices(before, items_minor=after[0], delivery_minor=after[1]), line=1) == parts


def test_the_tax_of_goods_and_delivery_is_shared_out_in_whole_units():
    before = Prices(10_000, 490, 1900, tax_in(10_490, rate_bp=1900))
    after = new_prices(before, items_minor=9_000, delivery_minor=0)
    assert after == Prices(9_000, 0, 1900, 1437)
    assert parts_back(before, after, line=1) == (
        Part(PartKind.GOODS, 1_000, tax_minor=159, line=1),
        Part(PartKind.DELIVERY, 490, tax_minor=79),
    )


def test_no_more_tax_goes_back_than_money():
    before = Prices(10_000, 490, 1900, tax_minor=5_000)  # it came with sums of its own
    after = new_prices(before, items_minor=9_900, delivery_minor=490)
    assert parts_back(before, after, line=1) == (Part(PartKind.GOODS, 100, tax_minor=100, line=1),)


def test_what_was_sold_without_tax_stays_so():
    before = Prices(10_000, 490, 2500, tax_minor=0)
    assert new_prices(before, items_minor=9_000, delivery_minor=490) == Prices(9_000, 490, 2500, 0)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 60_000))
def test_what_is_paid_back_of_an_order_with_a_tax_of_its_own_holds_no_more_tax_than_money(was, way, new, new_way, tax):
    before = Prices(was, way, 2_500, min(tax, was + way))
    after = new_prices(before, items_minor=new, delivery_minor=new_way)
    for parts in (parts_back(before, after, line=1), parts_back(after, before, line=1)):
        assert all(0 <= part.tax_minor <= part.amount_minor for part in parts)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from([0, 700, 1900, 2500]))
def test_what_goes_back_is_the_difference_and_never_more(items, delivery, new_items, new_delivery, rate):
    before = Prices(items, delivery, rate, tax_in(items + delivery, rate_bp=rate))
    after = new_prices(before, items_minor=new_items, delivery_minor=new_delivery)
    parts = parts_back(before, after, line=1)
    assert sum(part.amount_minor for part in parts) == max(before.total_minor - after.total_minor, 0)
    assert all(0 <= part.tax_minor <= part.amount_minor for part in parts)
    if parts:
        assert sum(part.tax_minor for part in parts) == before.tax_minor - after.tax_minor
    assert after.tax_minor <= after.total_minor
