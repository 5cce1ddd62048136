"""The log: added to, never changed, and what is changed past the shop shows."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from severshop.domain.audit.actions import SETTLED_AFTER, note, seal
from severshop.domain.audit.locks import lock_statements, open_statements
from severshop.domain.audit.models import AuditEntry, AuditSeal
from severshop.domain.audit.queries import first_broken_seal, noted

SOMEBODY, ORDER = uuid.UUID(int=1), uuid.UUID(int=2)


def note_some(now, *, count=3):
    for n in range(count):
        note("approve refund", by=SOMEBODY, at=now, order_id=ORDER, about=f"refund {n}", detail={"minor": n})


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: AuditEntry.objects.update(act="nothing"),
        lambda: AuditEntry.objects.first().delete(),
        lambda: AuditEntry.objects.all()._raw_delete("default"),
        lambda: AuditSeal.objects.update(digest="0" * 64),
        lambda: AuditSeal.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_itself_refuses_to_change_the_log(db, now, tamper):
    note_some(now)
    seal(now + timedelta(hours=1))
    before = [entry.said() for entry in AuditEntry.objects.order_by("id")]
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        tamper()
    assert [entry.said() for entry in AuditEntry.objects.order_by("id")] == before


def test_what_is_undone_was_never_noted(db, now):
    with transaction.atomic():
        note("approve refund", by=SOMEBODY, at=now)
        transaction.set_rollback(True)
    assert noted() == []


def test_entries_are_found_by_order_and_person_newest_first(db, now):
    note_some(now)
    note("change hours", by=uuid.UUID(int=7), at=now)
    assert [entry.about for entry in noted(order_id=ORDER)] == ["refund 2", "refund 1", "refund 0"]
    assert [entry.act for entry in noted(by=uuid.UUID(int=7))] == ["change hours"]
    newest = noted(limit=1)[0]
    assert len(noted(before=newest.id)) == 3


def test_seals_hold_what_was_noted_and_leave_the_newest_minutes(db, now):
    note_some(now)
    note("change hours", by=None, at=now + timedelta(minutes=8))
    assert seal(now + SETTLED_AFTER) == 3
    assert seal(now + SETTLED_AFTER) == 0
    assert seal(now + timedelta(hours=1)) == 1
    assert first_broken_seal() is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_auditentry SET about = 'refund 9' WHERE about = 'refund 1'",
        "DELETE FROM audit_auditentry WHERE about = 'refund 2'",
        "UPDATE audit_auditseal SET entries = 2",
    ],
)
def test_what_was_changed_past_the_triggers_shows(db, now, tampering):
    note_some(now)
    seal(now + timedelta(hours=1))
    with connection.cursor() as cursor:
        for statement in [*open_statements(connection.vendor), tampering, *lock_statements(connection.vendor)]:
            cursor.execute(statement)
    assert first_broken_seal() is not None
