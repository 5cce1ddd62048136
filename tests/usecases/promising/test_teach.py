"""Histories from other systems become records; what cannot be true is refused line by line."""

from datetime import UTC, datetime

import pytest

from severshop.domain.promises.learning.history import Refusals
from severshop.domain.promises.models import DeliveryRecord
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.promising.teach import teach

pytestmark = pytest.mark.django_db

HEADER = "order_id,lane,placed_at,handed_over_at,delivered_at,promised_on,carrier,option,origin"
GOOD = "7,DE/BY/Munich,2026-11-02 10:15:00,2026-11-03,2026-11-05 12:00,2026-11-09,DHL,express,NL"


@pytest.fixture(autouse=True)
def shipping():
    load_shipping()


def taught(now, *lines, header=HEADER):
    refusals = Refusals()
    return teach([header, *lines], refusals=refusals, now=now), refusals


def test_a_line_becomes_a_record_of_the_way_that_it_names(now):
    assert taught(now, GOOD)[0] == 1
    record = DeliveryRecord.objects.get()
    assert (record.key, record.lane, record.carrier) == ("import:7", "NL/dhl/express/in_stock|DE|BY", "dhl")
    assert record.placed_at == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert record.delivered_at == datetime(2026, 11, 5, 11, 0, tzinfo=UTC)
    assert (record.order_id, record.ended_at) == (None, None)


def test_what_the_file_leaves_open_the_shops_own_tables_say(now):
    taught(now, "7,DK,2026-11-02,,,,,,", "8,DK/Nyhavn Long Name,2026-11-02,,,,,,")
    assert set(DeliveryRecord.objects.values_list("lane", flat=True)) == {"DE/ups/standard/in_stock|DK"}


def test_what_had_not_arrived_is_known_until_the_history_ends(now):
    taught(now, GOOD, "8,DE,2026-11-04,,,,,,")
    assert DeliveryRecord.objects.get(key="import:8").ended_at == datetime(2026, 11, 5, 23, 0, tzinfo=UTC)


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds(now):
    open_line = "8,DE,2026-11-04,,,,,,"
    taught(now, GOOD, open_line)
    before = list(DeliveryRecord.objects.order_by("key").values())
    taught(now, GOOD, open_line)
    assert list(DeliveryRecord.objects.order_by("key").values()) == before
    taught(now, GOOD, "8,DE,2026-11-04,2026-11-05,2026-11-09,,,,")
    record = DeliveryRecord.objects.get(key="import:8")
    assert (record.ended_at, record.delivered_at.date().isoformat()) == (None, "2026-11-08")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("8,,2026-11-02,,,,,,", "lane begins with no country"),
        ("8,Germany/BY,2026-11-02,,,,,,", "lane begins with no country"),
        ("8,ZZ,2026-11-02,,,,,,", "no option, and the shop has none for the country"),
        ("8,ZZ,2026-11-02,,,,,standard,", "no carrier, and the shop has none for the country and option"),
        ("8,DE,2026-11-02,,,,d|l,,", "no carrier, and the shop has none for the country and option"),
        ("8,DE,2026-11-02,,,,,,Europe", "origin is no country"),
        ("8,DE,2026-11-02,,2026-12-24,,,,", "happened after today"),
        ("8,DE,2026-11-02,2026-11-01,,,,,", "handed over before it was placed"),
        ("8,DE,2026-11-02", "too few cells"),
        ("7,DE,2026-11-02,,,,,,", "order_id twice"),
        (f"{'8' * 61},DE,2026-11-02,,,,,,", "order_id is too long"),
    ],
)
def test_what_cannot_teach_is_refused_counted_and_told(now, line, reason):
    kept, refusals = taught(now, GOOD, line)
    assert (kept, DeliveryRecord.objects.count()) == (1, 1)
    assert refusals.counts == {reason: 1}
    assert refusals.examples == [(3, reason)]
