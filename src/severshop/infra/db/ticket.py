"""A place in the queue for SQLite's single writer.

SQLite's own busy handler sleeps and tries again, so a busy writer starves the others for
seconds. The operating system's file lock is handed on in order: whoever wants to write
takes the ticket first and finds the database free.
"""

import fcntl
import os
import threading


class WriterTicket:
    """An exclusive `flock` beside the database file. One for each connection; re-entry is an error."""

    def __init__(self, database_path: str) -> None:
        self._path = f"{database_path}.ticket"
        self._file: int | None = None
        self._owner: int | None = None

    def take(self) -> None:
        """Wait for the turn to write."""
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._owner = threading.get_ident()

    def give_back(self) -> None:
        """Let the next writer in. Harmless when the ticket is not held."""
        if self._file is not None and self._owner is not None:
            self._owner = None
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file too."""
        self.give_back()
        if self._file is not None:
            os.close(self._file)
            self._file = None
