"""What makes the database itself refuse to change a withdrawal, and to delete what must still be kept."""

from collections.abc import Sequence

KEPT = ("withdrawals_withdrawal", "withdrawals_withdrawalstep")
"""For ever as they are: nothing personal stands in them."""
PERSONAL = "withdrawals_declaration"
"""Cannot be changed; can be deleted when its day has passed, and by the database's clock, not the application's."""
TABLES = (*KEPT, PERSONAL)
REFUSAL = "a withdrawal stays as it was declared"

SQLITE_LOCK = [
    *(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in KEPT
        for act in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER {PERSONAL}_no_update BEFORE UPDATE ON {PERSONAL} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    (
        f"CREATE TRIGGER {PERSONAL}_no_delete BEFORE DELETE ON {PERSONAL} WHEN OLD.keep_until >= date('now') "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
]
SQLITE_OPEN = [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for table in TABLES for act in ("update", "delete")]

REFUSE = f"""\
CREATE OR REPLACE FUNCTION withdrawals_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
PERSONAL_TRIGGERS = {
    "update": "BEFORE UPDATE ON {table} FOR EACH ROW",
    "delete": "BEFORE DELETE ON {table} FOR EACH ROW WHEN (OLD.keep_until >= CURRENT_DATE)",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
POSTGRESQL_LOCK = [
    REFUSE,
    *(
        f"CREATE TRIGGER {table}_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION withdrawals_stay()"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {PERSONAL}_no_{act} {on.format(table=PERSONAL)} EXECUTE FUNCTION withdrawals_stay()"
        for act, on in PERSONAL_TRIGGERS.items()
    ),
]
POSTGRESQL_OPEN = [
    *(f"DROP TRIGGER IF EXISTS {table}_locked ON {table}" for table in KEPT),
    *(f"DROP TRIGGER IF EXISTS {PERSONAL}_no_{act} ON {PERSONAL}" for act in PERSONAL_TRIGGERS),
]


def lock_statements(vendor: str) -> Sequence[str]:
    """Return what locks the tables, on SQLite or PostgreSQL. Call it for tables that are open."""
    return SQLITE_LOCK if vendor == "sqlite" else POSTGRESQL_LOCK


def open_statements(vendor: str) -> Sequence[str]:
    """Return what opens them again: for going back behind the migration, and for emptying a test's database."""
    return SQLITE_OPEN if vendor == "sqlite" else POSTGRESQL_OPEN
