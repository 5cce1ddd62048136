"""Whose choices and subscriptions: a person's, for all their orders, or one order's, for whoever holds its link."""

import uuid
from dataclasses import dataclass
from typing import Any


class TooManySubscriptionsError(Exception):
    """The owner has as many browsers subscribed as may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Exactly one of the two."""

    user_id: uuid.UUID | None = None
    order_id: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if (self.user_id is None) == (self.order_id is None):
            raise ValueError("a person or an order")

    def as_columns(self) -> dict[str, Any]:
        """Return what finds and makes the owner's rows."""
        return {"user_id": self.user_id, "order_id": self.order_id}
