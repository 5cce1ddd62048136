"""What a history may say, line by line."""

from datetime import date, datetime

import pytest

from severshop.domain.promises.learning import history
from severshop.domain.promises.learning.history import NoHistoryError, Refusals, read_history

HEADER = "order_id,lane,placed_at,handed_over_at,delivered_at,promised_on"
GOOD = "1,DE/NW/Köln,2026-03-02 10:15:00,2026-03-03,2026-03-05T14:00:00,2026-03-09"


def read(*lines, header=HEADER):
    refusals = Refusals()
    return list(read_history([header, *lines], refusals=refusals)), refusals


def test_a_line_becomes_an_order():
    orders, refusals = read(GOOD)
    assert not refusals.counts
    assert orders[0].lane == ("de", "nw", "köln")
    assert orders[0].placed_at == datetime(2026, 3, 2, 10, 15)
    assert orders[0].handed_over_at == datetime(2026, 3, 3)
    assert orders[0].promised_on == date(2026, 3, 9)


def test_what_is_empty_is_unknown_and_columns_may_stand_anywhere():
    orders, refusals = read(
        "2026-03-02,,x,7,,,", header="placed_at,lane,note,order_id,promised_on,delivered_at,handed_over_at"
    )
    assert not refusals.counts
    assert (orders[0].order_id, orders[0].lane, orders[0].delivered_at) == ("7", (), None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,DE,2026-03-02", "too few cells"),
        (",DE,2026-03-02,,,", "no order_id"),
        ("2,DE,,,,", "no placed_at"),
        ("2,DE,2026-02-30,,,", "placed_at is no date"),
        ("2,DE,yesterday,,,", "placed_at is no date"),
        ("2,DE,1970-01-01,,,", "placed_at is out of reach"),
        ("2,DE,2026-03-02,,9999-01-01,", "delivered_at is out of reach"),
        ("2,DE,2026-03-02,2026-03-01,,", "handed over before it was placed"),
        ("2,DE,2026-03-02,2026-03-05,2026-03-04,", "delivered before it was handed over or placed"),
        ("2,DE,2026-03-02,,2026-03-01,", "delivered before it was handed over or placed"),
        ("2,DE,2026-03-02,,,2026-03-01", "promised for a day before it was placed"),
        ("1,DE,2026-03-02,,,", "order_id twice"),
    ],
)
def test_what_cannot_be_true_is_refused_counted_and_told(line, reason):
    orders, refusals = read(GOOD, line)
    assert [order.order_id for order in orders] == ["1"]
    assert refusals.counts == {reason: 1}
    assert refusals.examples == [(3, reason)]


def test_more_orders_than_fit_are_counted_too(monkeypatch):
    monkeypatch.setattr(history, "MOST_ORDERS", 1)
    orders, refusals = read(GOOD, GOOD.replace("1,", "2,", 1))
    assert len(orders) == 1
    assert refusals.counts == {"beyond the first 1 orders": 1}


def test_another_file_is_no_history():
    with pytest.raises(NoHistoryError, match="missing: lane, placed_at"):
        read("1", header="order_id,handed_over_at,delivered_at,promised_on")
    with pytest.raises(NoHistoryError):
        list(read_history([], refusals=Refusals()))
