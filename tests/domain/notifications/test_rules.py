import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.notifications.rules import Kind, OrderNews, ParcelNews, due_messages, link, received

ORDER = uuid.UUID("0193570a-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def news(*parcels, placed_at=NOW - HOUR, email_version=1):
    return OrderNews(order_id=ORDER, email_version=email_version, placed_at=placed_at, parcels=parcels)


def kinds(facts, now=NOW):
    return [(message.kind.value, message.parcel) for message in due_messages(facts, now=now)]


@pytest.mark.parametrize(
    ("parcel", "owed"),
    [
        (ParcelNews(position=1), []),
        (ParcelNews(position=1, shipped_at=NOW), [("shipped", 1)]),
        (ParcelNews(position=2, shipped_at=NOW - 24 * HOUR), [("shipped", 2)]),
        (ParcelNews(position=1, shipped_at=NOW - 25 * HOUR), []),
        (
            ParcelNews(position=1, shipped_at=NOW - 30 * HOUR, out_for_delivery_at=NOW - HOUR),
            [("out_for_delivery", 1)],
        ),
        (
            ParcelNews(position=1, shipped_at=NOW - HOUR, out_for_delivery_at=NOW - HOUR, delivered_at=NOW),
            [("shipped", 1), ("delivered", 1)],
        ),
        (ParcelNews(position=1, delivered_at=NOW), [("delivered", 1)]),
        (ParcelNews(position=1, shipped_at=NOW + 2 * HOUR), [("shipped", 1)]),
    ],
    ids=[
        "packed only",
        "just shipped",
        "shipped a day ago",
        "shipped longer ago",
        "on the van",
        "delivered: the van is no news",
        "first heard of when delivered",
        "a carrier's clock ahead of ours",
    ],
)
def test_a_parcel_is_told_of(parcel, owed):
    assert kinds(news(parcel, placed_at=NOW - 48 * HOUR)) == owed


def test_an_order_is_confirmed_once_for_each_address():
    assert kinds(news()) == [("received", None)]
    first, second = (due_messages(news(email_version=version), now=NOW)[0] for version in (1, 2))
    assert first.key == f"mail:{ORDER}:received:v1"
    assert second.key == f"mail:{ORDER}:received:v2"
    assert second.payload == {"kind": "received", "parcel": None, "email_version": 2}


def test_history_is_not_news():
    old = NOW - 25 * HOUR
    parcel = ParcelNews(position=1, shipped_at=old, out_for_delivery_at=old, delivered_at=old)
    assert kinds(news(parcel, placed_at=old)) == []
    assert due_messages(news(parcel, placed_at=old), now=NOW, age_limit=timedelta(days=2))


def test_each_parcel_has_messages_of_its_own():
    shipped = [ParcelNews(position=position, shipped_at=NOW) for position in (1, 2, 3)]
    keys = [message.key for message in due_messages(news(*shipped), now=NOW)]
    assert keys[1:] == [f"mail:{ORDER}:shipped:{position}" for position in (1, 2, 3)]


def test_every_asking_for_the_link_is_answered_once():
    assert link(ORDER, asked="a").key == link(ORDER, asked="a").key != link(ORDER, asked="b").key
    assert link(ORDER, asked="a").payload == {"kind": "link", "parcel": None}


moments = st.none() | st.integers(-72, 2).map(lambda hours: NOW + hours * HOUR)
parcels = st.builds(
    ParcelNews,
    position=st.just(1),
    shipped_at=moments,
    out_for_delivery_at=moments,
    delivered_at=moments,
)


@given(st.lists(st.tuples(parcels, st.integers(0, 48)), max_size=8))
def test_whatever_is_refreshed_in_whatever_order_each_message_is_owed_once(refreshes):
    outbox = {}
    for parcel, hours in refreshes:
        for message in due_messages(news(parcel), now=NOW + hours * HOUR):
            outbox.setdefault(message.key, message)
    told = [(message.kind, message.parcel) for message in outbox.values()]
    assert len(told) == len(set(told))
    assert {kind for kind, _ in told} <= set(Kind) - {Kind.LINK}


@given(parcels, st.integers(0, 96))
def test_what_is_owed_depends_on_facts_and_moment_alone(parcel, hours):
    now = NOW + hours * HOUR
    assert due_messages(news(parcel), now=now) == due_messages(news(parcel), now=now)
    for message in due_messages(news(parcel), now=now):
        assert message.key.startswith(f"mail:{ORDER}:{message.kind}:")


def test_the_confirmation_can_be_named_without_the_order():
    assert received(ORDER, email_version=1) in due_messages(news(), now=NOW)
