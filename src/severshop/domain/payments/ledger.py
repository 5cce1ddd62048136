"""An order's ledger: what came in, what went back, and what may still go back. Pure, and always in balance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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

    `is_certain` is false for a refund that is promised or on its way: it counts already. `charge` names the payment
    that it belongs to, where an order has several.
    """

    kind: EntryKind
    amount_minor: int
    at: datetime
    reference: str
    is_certain: bool = True
    charge: str = ""


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
    by_field = zip(*balances_of(entries).values(), strict=True)
    return Balance(*(sum(amounts) for amounts in by_field))


def balances_of(entries: Iterable[Entry]) -> dict[str, Balance]:
    """Add up a ledger by charge: what a bank takes of one has nothing to do with what was paid back of another."""
    by_charge: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_charge[entry.charge].append(entry)
    return {charge: _add_up(of_one) for charge, of_one in by_charge.items()}


def _add_up(entries: Iterable[Entry]) -> Balance:
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


def share_out(amount_minor: int, left: Mapping[str, int], *, first: str = "") -> tuple[tuple[str, int], ...]:
    """Return from which charges a refund is paid, and how much from each; `left` is what each still has.

    From `first` as far as it goes; else from one that has it all, the smallest; else from the largest on. Raises
    `MoreThanLeftError`.
    """
    if amount_minor > sum(left.values()):
        raise MoreThanLeftError(wanted_minor=amount_minor, left_minor=sum(left.values()))
    whole = [charge for charge, most in left.items() if most >= amount_minor]
    best = first if left.get(first) else min(whole, key=lambda charge: left[charge], default="")
    shares = []
    for charge in sorted(left, key=lambda charge: (charge != best, -left[charge])):
        share = min(amount_minor, left[charge])
        if share > 0:
            shares.append((charge, share))
            amount_minor -= share
    return tuple(shares)


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
