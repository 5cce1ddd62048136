"""What was charged beside orders is settled, whatever it was for: here stands what follows on each kind."""

import uuid
from datetime import datetime

from severshop.usecases.aftercare.pay_change import PAID_CHANGE
from severshop.usecases.paying.charge import Followers, NotBesideError, Outcome, settle_beside, settle_open_beside

__all__ = ["NotBesideError", "settle_charge", "settle_charges"]

FOLLOWERS: Followers = {**PAID_CHANGE}


def settle_charge(payment_id: uuid.UUID, *, now: datetime) -> Outcome:
    """Ask the gateway what became of a charge, and act on it. Harmless to repeat.

    Raises `NotBesideError` for what is no charge beside an order, `GatewayDownError`.
    """
    return settle_beside(payment_id, followers=FOLLOWERS, now=now)


def settle_charges(*, now: datetime, limit: int = 100) -> int:
    """Settle the charges that nobody waits for any more, oldest first. Returns how many have ended."""
    return settle_open_beside(followers=FOLLOWERS, now=now, limit=limit)
