"""The one place where the clock is read; everything inside takes `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return datetime.now(UTC)
