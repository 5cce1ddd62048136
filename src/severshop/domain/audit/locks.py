"""What makes the database itself refuse to change the log."""

from collections.abc import Sequence

TABLES = ("audit_auditentry", "audit_auditseal")

SQLITE_LOCK = [
    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]
SQLITE_OPEN = [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in TABLES for act in ("update", "delete")]

REFUSE = """\
CREATE OR REPLACE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$
"""
POSTGRESQL_LOCK = [
    REFUSE,
    *(
        f"CREATE TRIGGER {table}_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()"
        for table in TABLES
    ),
]
POSTGRESQL_OPEN = [f"DROP TRIGGER IF EXISTS {table}_locked ON {table}" for table in TABLES]


def lock_statements(vendor: str) -> Sequence[str]:
    """Return what locks the log, on SQLite or PostgreSQL. Call it for a log that is open."""
    return SQLITE_LOCK if vendor == "sqlite" else POSTGRESQL_LOCK


def open_statements(vendor: str) -> Sequence[str]:
    """Return what opens the log again: for going back behind its migration, and for emptying a test's database."""
    return SQLITE_OPEN if vendor == "sqlite" else POSTGRESQL_OPEN
