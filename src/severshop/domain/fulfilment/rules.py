"""The warehouse's work on an order: what may be done next, and what may go into a box."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final


class Work(StrEnum):
    """How far the warehouse is with an order. Follows from its facts, see `work_of`."""

    RECEIVED = "received"
    PICKING = "picking"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    NOTHING_TO_SEND = "nothing_to_send"


class Step(StrEnum):
    """What the warehouse can do."""

    START_PICKING = "start_picking"
    PACK = "pack"
    HAND_OVER = "hand_over"


Transitions = Mapping[Work, Mapping[Step, AbstractSet[Work]]]

TRANSITIONS: Final[Transitions] = {
    Work.RECEIVED: {
        Step.START_PICKING: {Work.PICKING},
    },
    Work.PICKING: {
        Step.PACK: {Work.PICKING, Work.PACKED},
        Step.HAND_OVER: {Work.PICKING},
    },
    Work.PACKED: {
        Step.HAND_OVER: {Work.PACKED, Work.HANDED_OVER},
    },
    Work.HANDED_OVER: {},
    Work.NOTHING_TO_SEND: {},
}
"""From where which step is possible, and where it may lead. Pages learn from it which buttons exist."""

FIRST: Final = frozenset({Work.RECEIVED, Work.NOTHING_TO_SEND})
"""Where work begins, or where a cancellation ends it."""


class TransitionTableError(ValueError):
    """The table of transitions contradicts itself."""


def check_transitions(table: Transitions, *, first: AbstractSet[Work] = FIRST) -> None:
    """Raise `TransitionTableError` unless every state has a row, can be reached, and no step leads nowhere."""
    if missing := set(Work) - set(table):
        raise TransitionTableError(f"no row for {sorted(missing)}")
    for state, steps in table.items():
        for step, targets in steps.items():
            if not targets:
                raise TransitionTableError(f"{step} from {state} leads nowhere")
    reached = set(first)
    while new := {t for s in reached for targets in table[s].values() for t in targets} - reached:
        reached |= new
    if unreachable := set(Work) - reached:
        raise TransitionTableError(f"nothing leads to {sorted(unreachable)}")


def possible_steps(work: Work) -> AbstractSet[Step]:
    """Return what can be done with an order in this state."""
    return set(TRANSITIONS[work])


def work_of[Line](*, left: Mapping[Line, int], is_picking: bool, parcels: int, handed_over: int) -> Work:
    """Return how far the warehouse is: `left` counts what is not yet in a box, by line."""
    if any(left.values()):
        return Work.PICKING if is_picking or parcels else Work.RECEIVED
    if parcels == 0:
        return Work.NOTHING_TO_SEND
    return Work.HANDED_OVER if handed_over >= parcels else Work.PACKED


def left_to_pack[Line](
    *, ordered: Mapping[Line, int], cancelled: Mapping[Line, int], packed: Mapping[Line, int]
) -> dict[Line, int]:
    """Return how many units of each line still wait for a box; never below zero."""
    return {line: max(quantity - cancelled.get(line, 0) - packed.get(line, 0), 0) for line, quantity in ordered.items()}


class UnpackableError(ValueError):
    """What was to go into a box is not there to be packed. `line` names the culprit where there is one."""

    def __init__(self, message: str, *, line: object = None) -> None:
        super().__init__(message)
        self.line = line


class EmptyParcelError(UnpackableError):
    """Nothing was put into the box."""


class NotOfThisOrderError(UnpackableError):
    """A line belongs to another order."""


class TooManyError(UnpackableError):
    """More of a line was packed than is left. `left` says how many are."""

    def __init__(self, *, line: object, wanted: int, left: int) -> None:
        super().__init__(f"{wanted} wanted, {left} left", line=line)
        self.wanted = wanted
        self.left = left


def check_contents[Line](items: Mapping[Line, int], *, left: Mapping[Line, int]) -> dict[Line, int]:
    """Return what goes into the box, without the lines of which nothing does. Raises `UnpackableError`."""
    contents = {line: quantity for line, quantity in items.items() if quantity != 0}
    if not contents:
        raise EmptyParcelError("the box is empty")
    for line, quantity in contents.items():
        if line not in left:
            raise NotOfThisOrderError("the line is not of this order", line=line)
        if not 0 < quantity <= left[line]:
            raise TooManyError(line=line, wanted=quantity, left=left[line])
    return contents
