"""What reads past the ORM need of a database, whichever it is."""

from typing import Any, Protocol

Row = tuple[Any, ...]


class DatabaseAway(Exception):  # noqa: N818 - it is a state of the world, not a slip in the program
    """The database gave no answer in time. Whoever asks should come again in a few seconds."""


class Reader(Protocol):
    """What reads need of a database."""

    vendor: str

    async def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """Return all rows; raise `DatabaseAway` when the database gives none in time."""

    async def changed(self) -> None:
        """Return as soon as something may have been committed since the last return."""

    async def close(self) -> None:
        """Let go of all connections."""
