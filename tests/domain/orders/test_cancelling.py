"""What can be cancelled, which boxes it opens, and what it pays back: to the cent, in however many steps."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.orders.cancelling import (
    NotCancellableError,
    NothingChosenError,
    Sale,
    SoldLine,
    cancellable,
    check_units,
    has_begun,
    parcels_to_open,
    parts_due,
    split,
)
from severshop.domain.orders.rules import LineFacts, ParcelFacts
from severshop.vocabulary.refunds import Part, PartKind, beyond, cut_to

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def parcel(position, units, *, handed_over=False, touched=False):
    return ParcelFacts(
        position=position,
        units=units,
        packed_at=AT,
        handed_over_at=AT if handed_over else None,
        first_physical_at=AT if touched else None,
    )


@pytest.mark.parametrize(
    ("lines", "parcels", "left"),
    [
        ([LineFacts(1, 2)], [], {1: 2}),
        ([LineFacts(1, 2, cancelled=2)], [], {}),
        ([LineFacts(1, 2, cancelled=1), LineFacts(2, 1)], [], {1: 1, 2: 1}),
        # packed, and still in the house
        ([LineFacts(1, 2)], [parcel(1, {1: 2})], {1: 2}),
        ([LineFacts(1, 2)], [parcel(1, {1: 1}, handed_over=True)], {1: 1}),
        # nobody clicked, but the carrier has it
        ([LineFacts(1, 2)], [parcel(1, {1: 2}, touched=True)], {}),
        ([LineFacts(1, 3, cancelled=1)], [parcel(1, {1: 1}, handed_over=True), parcel(2, {1: 1})], {1: 1}),
        ([LineFacts(1, 3)], [parcel(1, {1: 1}, handed_over=True), parcel(2, {1: 1}, touched=True)], {1: 1}),
    ],
)
def test_what_has_not_left_can_be_cancelled(lines, parcels, left):
    assert cancellable(lines, parcels) == left


@pytest.mark.parametrize("units", [{1: 3}, {2: 1}, {1: -1}, {1: 1, 3: 1}])
def test_more_than_that_cannot(units):
    with pytest.raises(NotCancellableError) as refused:
        check_units(units, left={1: 2})
    assert refused.value.left == {1: 2}


@pytest.mark.parametrize("units", [{}, {1: 0}])
def test_nothing_is_nothing(units):
    with pytest.raises(NothingChosenError):
        check_units(units, left={1: 2})


def test_empty_lines_are_left_out():
    assert check_units({1: 2, 2: 0}, left={1: 2}) == {1: 2}


def test_whether_the_warehouse_has_begun():
    assert not has_begun(picking_started_at=None, parcels=[])
    assert has_begun(picking_started_at=AT, parcels=[])
    assert has_begun(picking_started_at=None, parcels=[parcel(1, {1: 1})])


@pytest.mark.parametrize(
    ("units", "lines", "parcels", "opened"),
    [
        # one is loose: no box is opened for it
        ({1: 1}, [LineFacts(1, 2)], [parcel(1, {1: 1})], ()),
        ({1: 2}, [LineFacts(1, 2)], [parcel(1, {1: 1})], (1,)),
        ({2: 1}, [LineFacts(1, 1), LineFacts(2, 2)], [parcel(1, {1: 1}), parcel(2, {2: 1})], ()),
        # what was cancelled before is in no box, and not loose either
        ({1: 1}, [LineFacts(1, 2, cancelled=1)], [parcel(1, {1: 1})], (1,)),
        # a box with what nobody asks about stays closed
        ({1: 1}, [LineFacts(1, 1)], [parcel(1, {1: 1}), parcel(2, {9: 1})], (1,)),
        # the newest box first, and no more than needed
        ({1: 1}, [LineFacts(1, 2)], [parcel(1, {1: 1}), parcel(2, {1: 1})], (2,)),
        ({1: 2}, [LineFacts(1, 2)], [parcel(1, {1: 1}), parcel(2, {1: 1})], (2, 1)),
        # never one that has left
        ({1: 1}, [LineFacts(1, 2)], [parcel(1, {1: 1}), parcel(2, {1: 1}, handed_over=True)], (1,)),
        ({2: 1}, [LineFacts(1, 1), LineFacts(2, 1)], [parcel(1, {1: 1}), parcel(2, {2: 1})], (2,)),
        ({1: 1, 2: 1}, [LineFacts(1, 1), LineFacts(2, 1)], [parcel(1, {1: 1, 2: 1})], (1,)),
    ],
)
def test_which_boxes_are_opened(units, lines, parcels, opened):
    assert parcels_to_open(units, lines=lines, parcels=parcels) == opened


@pytest.mark.parametrize(
    ("amounts", "total", "shares"),
    [
        ([1, 1, 1], 10, [4, 3, 3]),
        ([12900, 490], 2138, [2060, 78]),
        ([100, 0], 19, [19, 0]),
        ([0, 0], 0, [0, 0]),
        ([], 0, []),
        ([2, 1], 1, [1, 0]),
        ([1, 2], 1, [0, 1]),
        ([5, 2], 3, [2, 1]),
    ],
)
def test_the_largest_remainder(amounts, total, shares):
    assert split(amounts, total=total) == shares


SHOES = SoldLine(1, quantity=3, unit_minor=12_900)
WAX = SoldLine(2, quantity=1, unit_minor=990)


@pytest.mark.parametrize(
    ("lines", "units", "due"),
    [
        ((SHOES, WAX), {1: 1}, [(PartKind.GOODS, 12_900, 1, 1)]),
        ((SHOES, WAX), {1: 2, 2: 1}, [(PartKind.GOODS, 25_800, 1, 2), (PartKind.GOODS, 990, 2, 1)]),
        # the delivery goes back with the last unit
        ((SHOES._replace(cancelled=3), WAX), {2: 1}, [(PartKind.GOODS, 990, 2, 1), (PartKind.DELIVERY, 490, None, 0)]),
        ((SHOES._replace(cancelled=2), WAX), {2: 1}, [(PartKind.GOODS, 990, 2, 1)]),
        ((SHOES, WAX), {}, []),
    ],
)
def test_what_it_pays_back(lines, units, due):
    parts = parts_due(Sale(lines, delivery_minor=490, tax_minor=6_400), units)
    assert [(part.kind, part.amount_minor, part.line, part.quantity) for part in parts] == due


def test_nothing_is_paid_back_for_what_cost_nothing():
    gift = SoldLine(1, quantity=1, unit_minor=0)
    assert parts_due(Sale((gift,), delivery_minor=0, tax_minor=0), {1: 1}) == ()


SALES = st.builds(
    lambda lines, delivery, permille: Sale(
        tuple(SoldLine(place, quantity, price) for place, (quantity, price) in enumerate(lines, start=1)),
        delivery,
        (sum(quantity * price for quantity, price in lines) + delivery) * permille // 1000,
    ),
    st.lists(st.tuples(st.integers(1, 7), st.integers(1, 30_000)), min_size=1, max_size=5),
    st.integers(0, 2_000),
    st.integers(0, 270),
)


@given(sale=SALES, steps=st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), max_size=4))
def test_in_however_many_steps_all_of_it_comes_back_to_the_cent(sale, steps):
    parts: list[Part] = []
    lines = sale.lines
    for step in [*steps, [7] * 5]:
        units = {line.position: min(step[line.position - 1], line.quantity - line.cancelled) for line in lines}
        parts += parts_due(sale._replace(lines=lines), units) if any(units.values()) else ()
        lines = tuple(line._replace(cancelled=line.cancelled + units[line.position]) for line in lines)
    total = sum(line.quantity * line.unit_minor for line in sale.lines) + sale.delivery_minor
    assert sum(part.amount_minor for part in parts) == total
    assert sum(part.tax_minor for part in parts) == (sale.tax_minor if total else 0)
    assert all(0 <= part.tax_minor <= part.amount_minor for part in parts)


@pytest.mark.parametrize(
    ("most", "kept"),
    [
        (0, []),
        (999, [(999, 160)]),
        (1_000, [(1_000, 160)]),
        (1_200, [(1_000, 160), (200, 32)]),
        (9_999, [(1_000, 160), (490, 78)]),
    ],
)
def test_the_tax_is_cut_in_proportion(most, kept):
    parts = (Part(PartKind.GOODS, 1_000, tax_minor=160, line=1), Part(PartKind.DELIVERY, 490, tax_minor=78))
    assert [(part.amount_minor, part.tax_minor) for part in cut_to(parts, most)] == kept


@given(
    parts=st.lists(
        st.builds(Part, st.just(PartKind.GOODS), st.integers(1, 500), st.integers(0, 1), st.just(1), st.integers(0, 3)),
        max_size=6,
    ),
    most=st.integers(-10, 2_000),
)
def test_cutting_to_what_is_left_loses_and_makes_nothing(parts, most):
    kept, rest = cut_to(tuple(parts), most), beyond(tuple(parts), most)
    for what in ("amount_minor", "tax_minor", "quantity"):
        assert sum(getattr(part, what) for part in (*kept, *rest)) == sum(getattr(part, what) for part in parts)
    assert all(part.amount_minor > 0 and 0 <= part.tax_minor <= part.amount_minor for part in rest)
    assert sum(part.amount_minor for part in kept) == min(sum(part.amount_minor for part in parts), max(most, 0))
    assert all(part.amount_minor > 0 and 0 <= part.tax_minor <= part.amount_minor for part in kept)
