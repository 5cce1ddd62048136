"""The headline of an order, and what may stand beside it."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """The shop's words for where an order is. Derived from facts, never set by hand."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


HEADLINES = {
    OrderStatus.RECEIVED: "Order Received",
    OrderStatus.IN_PROCESS: "In Process",
    OrderStatus.SHIPPED: "Shipped",
    OrderStatus.DELIVERED: "Delivered",
    OrderStatus.CANCELLED: "Cancelled",
}
"""The same words for machines (JSON); pages and mails use their translation."""


class Attention(StrEnum):
    """What stands beside the headline when something is not as it should be."""

    DELAYED = "delayed"
    CANCELLATION_REQUESTED = "cancellation_requested"
    """The shopper wants it, or a part of it, cancelled, and nobody has decided yet."""
    ACTION_NEEDED = "action_needed"
    CUSTOMS_HOLD = "customs_hold"
    ATTEMPT_FAILED = "attempt_failed"
    PICKUP_READY = "pickup_ready"
    DAMAGED = "damaged"
    LOST = "lost"
    RETURNING = "returning"
