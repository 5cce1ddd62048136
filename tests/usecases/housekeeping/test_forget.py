from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from severshop.domain.snapshots.models import SnapshotChange
from severshop.domain.tracking.models import MessageKey
from severshop.infra.throttle.models import Tally
from severshop.usecases.housekeeping import forget

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def change(now):
    SnapshotChange.objects.create(token_hash="a", version=1, changed_at=now)


def message_key(now):
    MessageKey.objects.create(key=f"{now.timestamp()}", received_at=now)


def session(now):
    Session.objects.create(session_key=f"{now.timestamp()}", session_data="", expire_date=now)


def tally(now):
    Tally.objects.create(key=f"{now.timestamp()}", window_ends_at=now)


@pytest.mark.parametrize(
    ("make", "forget_old", "kept"),
    [
        (change, forget.forget_page_changes, forget.CHANGES_KEPT),
        (message_key, forget.forget_message_keys, forget.MESSAGE_KEYS_KEPT),
        (session, forget.forget_sessions, timedelta(0)),
        (tally, forget.forget_tallies, timedelta(0)),
    ],
)
def test_only_what_is_too_old_is_forgotten(make, forget_old, kept, now):
    make(now - kept - SECOND)
    make(now - kept)
    assert forget_old(now) == 1
    assert forget_old(now) == 0


def test_much_is_forgotten_in_small_transactions(now, django_assert_num_queries):
    for number in range(5):
        change(now - timedelta(days=2, seconds=number))
    rows = SnapshotChange.objects.all()
    # For each chunk: a savepoint, its keys, their deletion, its release.
    with django_assert_num_queries(12):
        assert forget.delete_in_chunks(rows, chunk=2) == 5
