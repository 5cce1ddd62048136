"""Who holds an order's link asks for a code, which goes to the order's address; who types it has proved to be theirs.

The link shows status and asks for help; what touches address, contact or money asks for this first (ADR 0022).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.models import HolderCode, Order
from severshop.infra.codes import is_code, new_nonce
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use, forget_uses
from severshop.vocabulary.holder_code import CODE_LIVES, HOLDER_CODE

__all__ = ["NoCodeError", "Proof", "TooOftenError", "WrongCodeError", "ask_for_code", "confirm"]

TRIES = 5
"""At one code, before another must be asked for."""
HOUR = timedelta(hours=1)
CODES_BY_ORDER, CODES_BY_ORIGIN = 5, 20
"""In an hour."""
TRIES_BY_ORDER, TRIES_SPAN = 15, timedelta(hours=6)
"""Over all codes: one in sixteen thousand guesses right in a day."""


class WrongCodeError(Exception):
    """This is not the code. `left` is how many tries it has."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} tries left")
        self.left = left


class NoCodeError(Exception):
    """No code was asked for, or it has run out: of time, of tries, or because address or link changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a browser has proved, for this address and this link."""

    order_id: uuid.UUID
    email_version: int
    link_generation: int


@transaction.atomic
def ask_for_code(order_id: uuid.UUID, *, origin: str, now: datetime) -> None:
    """Mail a new code to the order's address; an earlier one no longer works. Raises `TooOftenError`."""
    order = Order.objects.select_for_update().get(pk=order_id)
    limits = [
        Limit(f"code order {order_id}", CODES_BY_ORDER, HOUR),
        Limit(f"code origin {origin}", CODES_BY_ORIGIN, HOUR),
    ]
    count_use(limits, now=now)
    nonce = new_nonce()
    fresh = {
        "nonce": nonce,
        "made_at": now,
        "tries": 0,
        "email_version": order.email_version,
        "link_generation": order.link_generation,
    }
    HolderCode.objects.update_or_create(order=order, defaults=fresh)
    payload = {"kind": HOLDER_CODE, "nonce": nonce}
    put([NewEntry(MAIL_TOPIC, f"mail:{order_id}:{HOLDER_CODE}:{nonce}", order_id, payload)], now=now)


def confirm(order_id: uuid.UUID, *, code: str, now: datetime) -> Proof:
    """Return the proof if this is the code; it works once. Raises `WrongCodeError`, `NoCodeError`, `TooOftenError`."""
    outcome = _try(order_id, code=code, now=now)
    # Raised only here: a try that failed stays counted.
    if isinstance(outcome, WrongCodeError):
        raise outcome
    return outcome


@transaction.atomic
def _try(order_id: uuid.UUID, *, code: str, now: datetime) -> Proof | WrongCodeError:
    order = Order.objects.select_for_update().get(pk=order_id)
    row = HolderCode.objects.filter(order=order).first()
    if row is None or not _is_good(row, order, now=now):
        raise NoCodeError
    count_use([Limit(_tries(order_id), TRIES_BY_ORDER, TRIES_SPAN)], now=now)
    if not is_code(code, order_id.bytes, nonce=row.nonce):
        row.tries += 1
        row.save(update_fields=["tries"])
        return WrongCodeError(left=TRIES - row.tries)
    row.delete()
    forget_uses(_tries(order_id))
    return Proof(order_id=order_id, email_version=order.email_version, link_generation=order.link_generation)


def _is_good(row: HolderCode, order: Order, *, now: datetime) -> bool:
    made_for = (row.email_version, row.link_generation)
    return (
        row.tries < TRIES
        and now - row.made_at <= CODE_LIVES
        and made_for == (order.email_version, order.link_generation)
    )


def _tries(order_id: uuid.UUID) -> str:
    return f"code tries {order_id}"
