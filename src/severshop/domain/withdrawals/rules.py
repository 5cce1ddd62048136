"""Withdrawals: until when, what follows for each piece, and by when it must be done. Pure.

The law: Directive 2011/83/EU, Art. 9 (14 days from the last piece of an order), Art. 13 (14 days to pay back, with
the standard delivery; the shop may wait for the goods or the proof that they are on their way), Art. 14 (14 days
to send back). The figures come from the returns policy that holds for the order.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Any, NamedTuple

from severshop.vocabulary.withdrawing import Step, WithdrawalState


class Line(NamedTuple):
    """A line of an order as far as withdrawing goes, in units."""

    position: int
    quantity: int
    cancelled: int
    here: int
    """Not handed over to a carrier yet."""
    withdrawn: int = 0
    """Had left, and was withdrawn from before or announced to come back."""

    @property
    def left(self) -> int:
        """Return how many units can be withdrawn from still."""
        return max(self.quantity - self.cancelled - self.withdrawn, 0)


class NotInOrderError(ValueError):
    """More of a line is named than there is left of it, or nothing at all."""


class Plan(NamedTuple):
    """What follows, in units by the line's position."""

    cancel: dict[int, int]
    send_back: dict[int, int]

    @property
    def is_empty(self) -> bool:
        return not self.cancel and not self.send_back


class Deadlines(NamedTuple):
    """Days at the warehouse, each the last one."""

    send_back_by: date
    refund_by: date


def all_left(lines: Sequence[Line]) -> dict[int, int]:
    """Return everything that can be withdrawn from, in units by the line's position."""
    return {line.position: line.left for line in lines if line.left}


def check_units(units: Mapping[int, int], lines: Sequence[Line]) -> dict[int, int]:
    """Return the units without empty lines. Raises `NotInOrderError`."""
    left = all_left(lines)
    wanted = {position: count for position, count in units.items() if count != 0}
    if not wanted or any(count < 0 or count > left.get(position, 0) for position, count in wanted.items()):
        raise NotInOrderError(f"left to withdraw from: {left}")
    return wanted


def plan(units: Mapping[int, int], lines: Sequence[Line]) -> Plan:
    """Return what follows: what is here still is called off before anything has to travel."""
    cancel, send_back = {}, {}
    for line in lines:
        wanted = min(units.get(line.position, 0), line.left)
        stays = min(wanted, line.here)
        if stays:
            cancel[line.position] = stays
        if wanted - stays:
            send_back[line.position] = wanted - stays
    return Plan(cancel, send_back)


def is_late(today: date, *, last_day: date | None) -> bool:
    """Tell whether the time is over. It has not begun while something is still to come (`last_day` is none)."""
    return last_day is not None and today > last_day


def deadlines(declared_on: date, *, send_back_days: int, refund_days: int) -> Deadlines:
    """Return the days by which things must be done; the day of the declaration does not count."""
    return Deadlines(declared_on + timedelta(days=send_back_days), declared_on + timedelta(days=refund_days))


def state_of(steps: AbstractSet[Step]) -> WithdrawalState:
    """Return how far a withdrawal is. What has to travel decides: its shopper has to do something about it."""
    if Step.SETTLED in steps:
        return WithdrawalState.SETTLED
    if steps & {Step.SEND_BACK, Step.SEND_BACK_INSTEAD, Step.RETURN_ANNOUNCED}:
        return WithdrawalState.TO_SEND_BACK
    if Step.CANCELLED in steps:
        return WithdrawalState.CANCELLED
    return WithdrawalState.BEING_CANCELLED if Step.CANCEL_ASKED in steps else WithdrawalState.TAKEN_IN


def fingerprint(said: Mapping[str, Any], *, salt: str) -> str:
    """Return the SHA-256 of what was said: shows later that the words are the same, and without the salt nothing."""
    text = json.dumps([salt, said], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_key(withdrawal_id: uuid.UUID, *, to_order: bool = False) -> str:
    """Return the key of a receipt: of the one to whoever declared, or of the word to the order's own address."""
    return f"mail:withdrawal:{withdrawal_id}:{'order' if to_order else 'said'}"
