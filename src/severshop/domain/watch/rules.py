"""When an order or a parcel is in trouble, and when that would change if nothing is heard. Pure."""

from datetime import datetime
from typing import Any, NamedTuple

from severshop.vocabulary.watching import Level, Trouble


class Verdict(NamedTuple):
    """How things stand at a watch moment. `next_at`: when that changes if nothing is heard; None if it never does.

    `evidence` is ready for JSON and free of personal data.
    """

    level: Level | None = None
    trouble: Trouble | None = None
    evidence: dict[str, Any] = {}
    next_at: datetime | None = None
