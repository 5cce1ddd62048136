"""An order's ledger: what came in, what went back, and what may still go back. Pure, and always in balance."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class EntryKind(StrEnum):
    """What happened to the money."""

    CHARGE = "charge"
    REFUND = "refund"
    CHARGEBACK = "chargeback"
    CHARGEBACK_WON = "chargeback_won"


class Entry(NamedTuple):
    """A line of the ledger: a positive amount in minor units, and the row that it comes from.

    `is_certain` is false for a refund that is promised or on its way: it counts already.
    """

    kind: EntryKind
    amount_minor: int
    at: datetime
    reference: str
    is_certain: bool = True


class Balance(NamedTuple):
    """What the entries add up to, in minor units: paid = refunded + on its way + charged back + left."""

    paid: int = 0
    refunded: int = 0
    on_its_way: int = 0
    charged_back: int = 0
    """What the bank has taken and we have not won back, as far as we had not paid it back ourselves."""
    contested: int = 0
    """What the bank took beyond that: the shopper has it twice, and it is to be contested."""

    @property
    def left(self) -> int:
        """What may still be refunded."""
        return self.paid - self.refunded - self.on_its_way - self.charged_back


class MoreThanLeftError(Exception):
    """More was to be refunded than is left of what was paid. `left_minor` says how much that is."""

    def __init__(self, *, wanted_minor: int, left_minor: int) -> None:
        super().__init__(f"{wanted_minor} wanted, {left_minor} left")
        self.wanted_minor = wanted_minor
        self.left_minor = left_minor


def balance_of(entries: Iterable[Entry]) -> Balance:
    """Add up a ledger, in whatever order its entries come."""
    paid = refunded = on_its_way = disputed = 0
    for entry in entries:
        match entry.kind:
            case EntryKind.CHARGE:
                paid += entry.amount_minor
            case EntryKind.REFUND if entry.is_certain:
                refunded += entry.amount_minor
            case EntryKind.REFUND:
                on_its_way += entry.amount_minor
            case EntryKind.CHARGEBACK:
                disputed += entry.amount_minor
            case EntryKind.CHARGEBACK_WON:
                disputed -= entry.amount_minor
    disputed = max(disputed, 0)
    charged_back = min(disputed, max(paid - refunded - on_its_way, 0))
    return Balance(
        paid=paid,
        refunded=refunded,
        on_its_way=on_its_way,
        charged_back=charged_back,
        contested=disputed - charged_back,
    )


def check_refund(balance: Balance, *, amount_minor: int) -> None:
    """Raise `MoreThanLeftError` unless so much may still go back, `ValueError` for nothing or less."""
    if amount_minor <= 0:
        raise ValueError("a refund is more than nothing")
    if amount_minor > balance.left:
        raise MoreThanLeftError(wanted_minor=amount_minor, left_minor=max(balance.left, 0))


def to_call_off(balance: Balance, *, callable_off: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return which refunds a chargeback overtakes: of those the gateway has not heard of, the newest first.

    `callable_off` are references and amounts, the oldest first. Called off is as many as the bank took
    what they would have paid: the shopper must not get it twice.
    """
    overtaken = []
    contested = balance.contested
    for reference, amount_minor in reversed(tuple(callable_off)):
        if contested <= 0:
            break
        overtaken.append(reference)
        contested -= amount_minor
    return tuple(overtaken)
