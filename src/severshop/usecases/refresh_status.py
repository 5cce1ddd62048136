"""The last step of every corridor: facts -> status -> snapshot -> outbox."""

import uuid
from collections.abc import Collection
from datetime import datetime


def refresh_status(order_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Derive the orders' status from their facts, write what their pages show, and say what is new."""
    raise NotImplementedError
