"""What carriers did, counted by the rules that their cards name."""

from datetime import UTC, date, datetime, timedelta

import pytest

from severshop.usecases.reading.scorecard import scorecard, scorecard_rows

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC).timestamp()
MONDAY = date(2026, 11, 2)
PERIOD = (date(2026, 9, 1), date(2026, 11, 30))


def cards(**options):
    return scorecard(*PERIOD, today=TODAY, now_seconds=NOW, **options)


def only():
    (row,) = cards().carriers
    return row.card


def test_nothing_was_sent(db):
    found = cards()
    assert (found.carriers, found.months, found.lanes) == ((), (), ())


def test_on_time_is_by_the_last_promised_day_and_only_when_it_is_over(record):
    record(MONDAY, arrives=5)
    record(MONDAY, arrives=6)
    record(MONDAY)
    record(TODAY - timedelta(days=2), arrives=2)
    card = only()
    assert (card.parcels, card.judged, card.on_time, card.open) == (4, 3, 1, 1)
    assert card.share_on_time == pytest.approx(1 / 3)


def test_days_too_many_are_counted_over_what_came_early(record):
    record(MONDAY, arrives=2)
    record(MONDAY, arrives=4)
    record(MONDAY, arrives=5)
    record(MONDAY, arrives=9)
    assert only().early_days == 2


def test_the_first_scan_may_wait_until_the_next_working_day(record):
    friday = date(2026, 11, 6)
    record(friday - timedelta(days=1), scanned=4)  # handed over on Friday, scanned on Monday
    assert (only().scan_known, only().scan_late) == (1, 0)
    record(friday - timedelta(days=1), scanned=5)
    assert (only().scan_known, only().scan_late) == (2, 1)
    assert only().share_scan_late == 0.5
    assert only().scan_hours == (76 + 100) / 2


def test_a_holiday_is_no_working_day(record):
    record(date(2026, 10, 1), handed=1, scanned=4)  # Friday to Monday, with the Day of German Unity on Saturday
    record(date(2025, 12, 23), handed=1, scanned=6)  # Wednesday to Monday, with two days of Christmas between
    found = scorecard(date(2025, 12, 1), date(2026, 11, 30), today=TODAY, now_seconds=NOW)
    assert (found.carriers[0].card.scan_known, found.carriers[0].card.scan_late) == (2, 0)


def test_what_is_not_scanned_counts_once_it_is_too_late_and_never_when_it_has_arrived(record):
    record(TODAY - timedelta(days=1), handed=0, scanned=None)
    assert (only().scan_known, only().scan_late) == (0, 0)
    record(MONDAY, scanned=None)
    assert (only().scan_known, only().scan_late) == (1, 1)
    record(MONDAY, scanned=None, arrives=4)
    assert (only().scan_known, only().scan_late) == (1, 1)


def test_a_scan_before_the_click_is_no_wait(record):
    record(MONDAY, handed=2, scanned=1, arrives=4)
    assert only().scan_hours == 0


def test_lost_is_lost_and_late(record):
    record(MONDAY, is_lost=True, ended_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert (only().lost, only().judged, only().on_time, only().transit_days) == (1, 1, 0, None)


def test_transit_is_from_hand_over_to_arrival(record):
    for arrives in (2, 4, 20):
        record(MONDAY, arrives=arrives)
    assert only().transit_days == pytest.approx(2.75)


def test_what_no_carrier_has_yet_is_on_nobodys_card(record):
    record(MONDAY, handed=None, scanned=None)
    assert cards().carriers == ()


def test_most_parcels_first_and_a_chosen_carrier_by_lane(record):
    for lane in ("DE/dhl/standard/in_stock|DK", "DE/dhl/standard/in_stock|FR", "DE/dhl/standard/in_stock|FR"):
        record(MONDAY, arrives=3, lane=lane)
    record(date(2026, 10, 30), arrives=3, carrier="ups", lane="DE/ups/express/in_stock|DK")
    everybody = cards()
    assert [(row.carrier, row.card.parcels) for row in everybody.carriers] == [("dhl", 3), ("ups", 1)]
    assert [(row.month, row.card.parcels) for row in everybody.months] == [
        (date(2026, 10, 1), 1),
        (date(2026, 11, 1), 3),
    ]
    assert everybody.lanes == ()
    assert [row.card.parcels for row in cards(carrier="dhl").lanes] == [2, 1]
    assert cards(carrier="dhl").carriers[0].card.parcels == 3


def test_the_file_has_each_month_carrier_and_lane(record):
    record(MONDAY, arrives=3)
    record(date(2026, 10, 5), arrives=3)
    record(date(2026, 10, 6), arrives=3, carrier="ups", lane="DE/ups/express/in_stock|DK")
    rows = scorecard_rows(*PERIOD, today=TODAY, now_seconds=NOW)
    assert [(row.month.month, row.carrier, row.lane[-2:], row.card.parcels) for row in rows] == [
        (10, "dhl", "DK", 1),
        (10, "ups", "DK", 1),
        (11, "dhl", "DK", 1),
    ]


def test_it_is_one_read(record, django_assert_num_queries):
    for arrives in range(2, 9):
        record(MONDAY, arrives=arrives)
    with django_assert_num_queries(1):
        cards()
