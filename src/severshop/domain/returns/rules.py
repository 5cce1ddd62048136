"""Returns: how far one is, what may follow on what, and what cannot be returned. Pure.

A return's state is never written: it follows from its rows, from its parcel's scans and from the money that was
paid back, by `state_of`. `TRANSITIONS` is what may be seen to follow on what.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from severshop.vocabulary.policies import Payer, RefundWhen, ReturnsPolicy
from severshop.vocabulary.returning import OUR_FAULT, ReturnReason, ReturnState, Wants, WhyNot

TRANSITIONS: Final[Mapping[ReturnState, AbstractSet[ReturnState]]] = {
    ReturnState.ANNOUNCED: {
        ReturnState.UNDER_WAY,
        ReturnState.RECEIVED,
        ReturnState.INSPECTED,
        ReturnState.CLOSED,
        ReturnState.CANCELLED,
    },
    ReturnState.UNDER_WAY: {ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.CLOSED},
    ReturnState.RECEIVED: {
        ReturnState.INSPECTED,
        ReturnState.REFUNDED,
        ReturnState.EXCHANGED,
        ReturnState.REFUSED,
        ReturnState.CLOSED,
    },
    ReturnState.INSPECTED: {ReturnState.REFUNDED, ReturnState.EXCHANGED, ReturnState.CLOSED},
    ReturnState.REFUSED: {ReturnState.SENT_BACK},
    ReturnState.REFUNDED: frozenset(),
    ReturnState.EXCHANGED: frozenset(),
    ReturnState.SENT_BACK: frozenset(),
    ReturnState.CLOSED: frozenset(),
    ReturnState.CANCELLED: frozenset(),
}
"""`inspected`: accepted at least in part (or lost on its way to us), and what was wanted is not done yet.
`refused`: nothing was accepted.
"""

OVER: Final = frozenset({state for state, following in TRANSITIONS.items() if not following})


class Units(NamedTuple):
    """How many units of a return were announced, and what the inspection said of them."""

    announced: int
    accepted: int = 0
    refused: int = 0

    @property
    def is_inspected(self) -> bool:
        return self.accepted + self.refused >= self.announced


class ReturnFacts(NamedTuple):
    """What a return's state follows from. Moments are when something is known to have happened."""

    units: Units
    requested_at: datetime
    cancelled_at: datetime | None = None
    under_way_at: datetime | None = None
    """The first scan of the carrier that has it."""
    arrived_at: datetime | None = None
    """The carrier's scan at our door."""
    received_at: datetime | None = None
    """When our people took it in."""
    inspected_at: datetime | None = None
    refunded_at: datetime | None = None
    """When the money, as far as money is wanted, was paid back."""
    exchanged_at: datetime | None = None
    """When the other pair, as far as one is wanted, was sent."""
    sent_back_at: datetime | None = None
    wants: AbstractSet[Wants] = frozenset({Wants.REFUND})
    """What is wanted for what was accepted, as far as there is something to give."""
    closed_at: datetime | None = None
    """When all that came was acted on, and there was nothing to pay back or to send."""


def state_of(facts: ReturnFacts) -> ReturnState:
    """Return how far a return is. What arrived counts even where it was called off before."""
    is_here = facts.received_at is not None or facts.arrived_at is not None
    if facts.units.is_inspected:
        return _settled(facts)
    if is_here:
        return ReturnState.RECEIVED
    if facts.under_way_at:
        return ReturnState.UNDER_WAY
    return ReturnState.CANCELLED if facts.cancelled_at else ReturnState.ANNOUNCED


def _settled(facts: ReturnFacts) -> ReturnState:
    if facts.units.accepted:
        return _accepted(facts)
    if facts.units.refused:
        return ReturnState.SENT_BACK if facts.sent_back_at else ReturnState.REFUSED
    # Nothing came, and nothing is expected: an empty box, or what was lost on its way and paid all the same.
    return _accepted(facts)


def _accepted(facts: ReturnFacts) -> ReturnState:
    if Wants.EXCHANGE in facts.wants:
        is_done = facts.exchanged_at and (facts.refunded_at or Wants.REFUND not in facts.wants)
        return ReturnState.EXCHANGED if is_done else ReturnState.INSPECTED
    if facts.refunded_at:
        return ReturnState.REFUNDED
    return ReturnState.CLOSED if facts.closed_at else ReturnState.INSPECTED


def can_cancel(state: ReturnState) -> bool:
    """Tell whether a return can be called off: until its carrier has it."""
    return ReturnState.CANCELLED in TRANSITIONS[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of an order as far as returning goes. `delivered_at`: when the last of its units came, if any did."""

    position: int
    quantity: int
    cancelled: int
    delivered: int
    delivered_at: datetime | None
    returned: int
    """Units in returns that were not called off."""
    claimed: int = 0
    """Units of which a claim is being decided, or for which one was granted."""
    kind: str = ""
    """The kind of article, as policies name it (`sneaker`, `care` ...)."""


class Possible(NamedTuple):
    """How many units of a line can be announced now; `why_not` where none can."""

    units: int
    why_not: WhyNot | None = None
    last_day: date | None = None
    """Until when, for what is merely not wanted; a day at the warehouse."""
    only_faulty: bool = False
    """Only what the shop answers for can be announced: the time to change one's mind is over, or it is final sale."""


def last_day_of(policy: ReturnsPolicy, arrived: date) -> date:
    """Return the last day on which a return can be announced; the day of the arrival does not count."""
    return arrived + timedelta(days=max(policy.withdrawal_days, policy.return_days))


def last_day_of_faults(policy: ReturnsPolicy, arrived: date) -> date:
    """Return the last day on which the shop still answers for a fault without a claim being argued.

    29 February has no day of its own in most years: then 28 February counts.
    """
    year = arrived.year + policy.defect_years
    try:
        return arrived.replace(year=year)
    except ValueError:
        return arrived.replace(year=year, day=28)


def possible(
    line: SoldLine, *, policy: ReturnsPolicy, arrived: date | None, last_arrived: date | None, today: date
) -> Possible:
    """Return what can be announced of a line. Days are the warehouse's.

    `arrived`: when the line came. `last_arrived`: when the last piece of the whole order came; none while some is
    still under way: until then the time to change one's mind does not begin (Directive 2011/83/EU Art. 9(2)(b)).
    """
    if line.quantity <= line.cancelled:
        return Possible(0, WhyNot.CANCELLED)
    if not line.delivered or arrived is None:
        return Possible(0, WhyNot.NOT_DELIVERED)
    left = line.delivered - line.returned - line.claimed
    if left <= 0:
        return Possible(0, WhyNot.CLAIMED if line.claimed else WhyNot.ALREADY_RETURNED)
    last_day = last_day_of(policy, last_arrived) if last_arrived else None
    over = last_day is not None and today > last_day
    final = line.kind in policy.final_sale
    if (over or final) and today > last_day_of_faults(policy, arrived):
        return Possible(0, WhyNot.WINDOW_OVER, last_day)
    return Possible(left, WhyNot.FINAL_SALE if final else WhyNot.WINDOW_OVER if over else None, last_day, over or final)


class Chosen(NamedTuple):
    """What a shopper wants to announce of a line."""

    quantity: int
    reason: ReturnReason
    note: str = ""
    wants: Wants = Wants.REFUND
    exchange_sku: str = ""


class NotReturnableError(ValueError):
    """Something of what was chosen cannot be returned. `line` is its position."""

    def __init__(self, *, line: int, why: WhyNot, left: int = 0) -> None:
        super().__init__(f"line {line}: {why}, {left} left")
        self.line = line
        self.why = why
        self.left = left


class NothingChosenError(ValueError):
    """Nothing was chosen to be returned."""


def check_chosen(chosen: Mapping[int, Chosen], possibles: Mapping[int, Possible]) -> dict[int, Chosen]:
    """Return what is announced, by line. Raises `NothingChosenError` or `NotReturnableError`."""
    wanted = {line: one for line, one in chosen.items() if one.quantity}
    if not wanted:
        raise NothingChosenError
    for line, one in wanted.items():
        can = possibles.get(line, Possible(0, WhyNot.NOT_DELIVERED))
        if not 0 < one.quantity <= can.units:
            raise NotReturnableError(line=line, why=can.why_not or WhyNot.ALREADY_RETURNED, left=can.units)
        if can.only_faulty and one.reason not in OUR_FAULT:
            raise NotReturnableError(line=line, why=can.why_not or WhyNot.WINDOW_OVER, left=can.units)
    return wanted


def units_to_send(*, announced: int, accepted: int, sent: int, trusted: bool) -> int:
    """Return how many units of a line go out in exchange now: what was accepted, or all if its shopper is trusted."""
    return max((max(announced, accepted) if trusted else accepted) - sent, 0)


class Standing(NamedTuple):
    """What somebody's orders say of them: how many were delivered and kept, and whether money was taken back."""

    kept: int = 0
    has_chargebacks: bool = False


def pays_at_first_scan(policy: ReturnsPolicy, standing: Standing) -> bool:
    """Tell whether the money goes back as soon as the carrier has the parcel: to all, or to those who are trusted."""
    if policy.refund_when is RefundWhen.FIRST_SCAN:
        return True
    is_trusted = 0 < policy.trusted_after_orders <= standing.kept
    return is_trusted and not standing.has_chargebacks


def payer_of(reasons: AbstractSet[ReturnReason], *, policy: ReturnsPolicy, zone: str) -> Payer:
    """Return who pays the way back of one parcel: the shop, as soon as something in it is its fault."""
    if reasons & OUR_FAULT:
        return Payer.SHOP
    return policy.way_back_paid_by.get(zone, Payer.SHOPPER)
