"""The simulators' own SQLite files."""

import sqlite3
from pathlib import Path


def open_file(path: Path, *, schema: str) -> sqlite3.Connection:
    """Open, or make, a file that survives a crash of its process. Every statement commits by itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.executescript(schema)
    return database
