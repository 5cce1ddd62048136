"""Whole copies of the database while it is in use, and the way back.

SQLite by its online backup, PostgreSQL by its own `pg_dump` and `pg_restore`: each gives the state of one moment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from severshop.infra.db.ticket import WriterTicket

Progress = Callable[[int, int], None]
"""Told how many pages are done, of how many."""
Database = Mapping[str, Any]
"""As in Django's `DATABASES`."""

PAGES_AT_ONCE = 2_000
BESIDE = ("-wal", "-shm", "-journal")


class CopyError(Exception):
    """The copy could not be made or read; the message says why, and what to do."""


def is_sqlite(database: Database) -> bool:
    """Tell which of the two databases it is."""
    return str(database["ENGINE"]).endswith("sqlite")


def copy_out(database: Database, target: Path, *, progress: Progress) -> None:
    """Write the whole database as of one moment to a new file, which only its owner may read.

    `target` appears when it is complete and on the disk, never half. Raises `CopyError`.
    """
    if target.exists():
        raise CopyError(f"{target} exists: name another file")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if is_sqlite(database):
            _copy_sqlite(Path(database["NAME"]), unfinished, progress=progress)
        else:
            _run("pg_dump", ["--format=custom", f"--file={unfinished}"], database)
        _to_disk(unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise CopyError(f"no copy was made: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def copy_in(database: Database, source: Path, *, progress: Progress) -> None:
    """Put a copy in the place of the whole database: all of it, or nothing. Nobody else may be using it.

    Raises `CopyError` when the file is damaged or none of ours; then the database is as it was.
    """
    if not source.is_file():
        raise CopyError(f"{source} is no file")
    if not is_sqlite(database):
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", [*options, f"--dbname={database['NAME']}", str(source)], database)
        return
    try:
        _replace_sqlite(source, Path(database["NAME"]), progress=progress)
    except (OSError, sqlite3.Error) as error:
        raise CopyError(f"{source} was not restored: {error}") from error


def _replace_sqlite(source: Path, place: Path, *, progress: Progress) -> None:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        _check(copy, source)
    fresh = place.with_name(f".{place.name}.restored")
    fresh.unlink(missing_ok=True)
    _copy_sqlite(source, fresh, progress=progress)
    _to_disk(fresh)
    ticket = WriterTicket(str(place))
    ticket.take()
    try:
        _refuse_if_open(place)
        # A log that belongs to the old file would be played into the new one.
        for suffix in BESIDE:
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        fresh.rename(place)
        _to_disk(place.parent)
    finally:
        ticket.close()


def _refuse_if_open(place: Path) -> None:
    """Raise `CopyError` while another connection is open: it would go on with the old file, and lose what it writes."""
    if not place.exists():
        return
    with closing(sqlite3.connect(place, timeout=1.0)) as connection:
        try:
            # SQLite leaves its log only when nobody else is there.
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise CopyError(f"{place} is in use: stop the shop and its workers first") from error
        except sqlite3.DatabaseError:
            # Damaged: a good reason to restore.
            return


def _copy_sqlite(source: Path, target: Path, *, progress: Progress) -> None:
    def tell(_status: int, left: int, pages: int) -> None:
        progress(pages - left, pages)

    if not source.is_file():
        raise CopyError(f"there is no database at {source}")
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        # A reading transaction holds the moment: without it every write by the shop would begin the copy anew.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new, pages=PAGES_AT_ONCE, progress=tell)
        _check(new, target)
        # One file, without a log beside it: it can be moved, and read from where nothing can be written.
        new.execute("PRAGMA journal_mode = DELETE")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise CopyError(f"{path} is damaged: {answer}")
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
        raise CopyError(f"{path} is a database, but not a shop's")


def _run(program: str, options: list[str], database: Database) -> None:
    if shutil.which(program) is None:
        raise CopyError(f"{program} is missing: install PostgreSQL's client programs (Debian: postgresql-client)")
    done = subprocess.run(
        [program, *options], env=os.environ | _environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CopyError(f"{program} says: {done.stderr.strip() or f'exit status {done.returncode}'}")


def _environment(database: Database) -> dict[str, str]:
    """Return how PostgreSQL's programs reach the database. Not as arguments: those show in the list of processes."""
    known = {
        "PGDATABASE": database["NAME"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": database["OPTIONS"].get("sslrootcert", ""),
    }
    host = database["OPTIONS"].get("host")
    known["PGHOST"] = known["PGHOST"] or host or ""
    return {name: str(value) for name, value in known.items() if value}


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
