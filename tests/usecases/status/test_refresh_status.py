import json
from datetime import UTC, date, datetime, timedelta

import pytest

from severshop.domain.orders.actions import correct_email
from severshop.domain.orders.models import LinkToken
from severshop.domain.snapshots.models import Snapshot, SnapshotChange
from severshop.infra.links import link_token, token_hash
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.refresh_status import refresh_due, refresh_status
from severshop.vocabulary.windows import DeliveryWindow
from tests.factories import packed_parcel, placed_order, public_page

pytestmark = pytest.mark.django_db


def test_a_new_order_has_its_page_under_its_link(now):
    order = placed_order(now=now)
    snapshot = Snapshot.objects.get(token_hash=token_hash(link_token(order.id, generation=1)))
    page = json.loads(bytes(snapshot.public_json))
    assert (snapshot.version, page["version"], page["status"]) == (1, 1, "received")
    assert page["headline"] == "Order Received"
    assert page["promised"] == {"earliest": "2026-11-26", "latest": "2026-11-30"}
    assert page["next"][0] == {"code": "hand_over", "by": "2026-11-25T20:00:00+01:00"}


def test_a_public_page_tells_no_name_no_street_and_no_address(now):
    order = placed_order(now=now)
    packed_parcel(order, now=now)
    text = bytes(Snapshot.objects.get(order=order).public_json).decode()
    for secret in ("Ada", "Winter", "Nyhavn", "1051", "example.com"):
        assert secret not in text


def test_nothing_new_means_no_new_version_and_no_change_to_listen_to(now):
    order = placed_order(now=now)
    changes = SnapshotChange.objects.count()
    refresh_status([order.id], now=now + timedelta(minutes=5))
    assert public_page(order.id)["version"] == 1
    assert SnapshotChange.objects.count() == changes


def test_each_change_is_one_version_and_one_line_for_the_open_pages(now):
    order = placed_order(now=now)
    packed_parcel(order, now=now)
    versions = list(SnapshotChange.objects.order_by("id").values_list("version", flat=True))
    assert versions == [1, 2]


def test_the_confirmation_is_owed_once_however_often_the_status_is_refreshed(now):
    order = placed_order(now=now)
    for minutes in range(5):
        refresh_status([order.id], now=now + timedelta(minutes=minutes))
    assert OutboxEntry.objects.filter(order_id=order.id).count() == 1


def test_an_order_becomes_late_by_age_alone(now):
    order = placed_order(now=now, window=DeliveryWindow(date(2026, 11, 24), date(2026, 11, 25)))
    moment = now
    while public_page(order.id)["attention"] != "delayed":
        due = Snapshot.objects.get(order=order).refresh_due_at
        assert due is not None
        moment = due
        assert refresh_due(now=moment) == 1
    # The moment after the last promised day, at the warehouse.
    assert moment == datetime(2026, 11, 25, 23, 0, 1, tzinfo=UTC)
    assert public_page(order.id)["arrival"]["kind"] == "late"


def test_a_corrected_address_gets_a_new_link_and_the_old_one_opens_nothing(now):
    order = placed_order(now=now)
    old = token_hash(link_token(order.id, generation=1))
    correct_email(order, email="ada.winter@example.com", now=now)
    refresh_status([order.id], now=now)
    assert not Snapshot.objects.filter(token_hash=old).exists()
    assert Snapshot.objects.filter(token_hash=token_hash(link_token(order.id, generation=2))).exists()
    assert LinkToken.objects.get(token_hash=old).revoked_at == now
    assert OutboxEntry.objects.filter(order_id=order.id).count() == 2


def test_many_orders_are_refreshed_in_a_constant_number_of_queries(now, settings, django_assert_max_num_queries):
    # As in production: calendars are read when they have changed.
    settings.CALENDARS_FRESH_SECONDS = 60
    orders = [placed_order(now=now) for _ in range(12)]
    for order in orders:
        packed_parcel(order, now=now)
    with django_assert_max_num_queries(20):
        refresh_status([order.id for order in orders], now=now + timedelta(days=20))
