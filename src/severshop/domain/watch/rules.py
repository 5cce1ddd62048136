"""When an order or a parcel is in trouble, and when that would change if nothing is heard. Pure.

Each thing that can go wrong holds from one moment on, for as long as nothing is heard: the day by which most had
arrived, the end of the promised days, the days that the policy waits. All of these moments are known in advance
(`turns`), so that nobody need look again before the next of them. They are watch moments: seven in the morning, on
working days of the warehouse; where a law wants a word before the promised day of the hand-over has passed, the
afternoon of this day too.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from severshop.domain.watch.chances import KEPT, LONGEST, ONE_DAY, TINY, Grounds, days_over, late_when_leaving
from severshop.vocabulary.watching import Level, Trouble

MORNING = time(7, 0)
LAST_CALL = time(16, 0)
"""On the promised day of the hand-over, where the law wants to be heard before it has passed."""
AT_RISK_FROM = 0.7
"""The chance to be late from which the staff are told."""
DELAYED_FROM = 0.9
"""The chance to be late from which the shopper is told."""
LOST_BELOW = 0.02
"""Of a silent parcel: the share that takes longer than it has taken."""
RARE = 0.01
"""What takes longer than all but this share of its kind is looked at, whatever was promised."""

LEVELS = {None: 0, Level.AT_RISK: 1, Level.DELAYED: 2, Level.LOST: 3}
TELLING = {
    trouble: rank
    for rank, trouble in enumerate(
        (
            Trouble.SLOW,
            Trouble.NOT_HANDED_OVER,
            Trouble.NOT_SCANNED,
            Trouble.CUSTOMS,
            Trouble.NOT_BROUGHT,
            Trouble.CARRIER_SAYS,
            Trouble.SILENT,
        )
    )
}
"""Of several troubles, the last one here says most."""


class Where(StrEnum):
    """Where a parcel is, as far as the watch cares."""

    UNSCANNED = "unscanned"
    MOVING = "moving"
    CUSTOMS = "customs"
    ROUND = "round"
    """Out for delivery."""


class Part(NamedTuple):
    """What of an order has not been handed over. `begins` is day 0 of handling, `deadline` the last promised day."""

    begins: date
    deadline: date | None
    ships_by: date | None = None


class Parcel(NamedTuple):
    """A parcel on its way. Days are those of the warehouse; `heard` is that of the last scan, else `shipped`."""

    shipped: date
    heard: date
    deadline: date | None
    where: Where = Where.MOVING
    since: date | None = None
    """Since when it is `where`; for customs and the round."""
    says: Level | None = None
    """What the carrier itself says, or what its estimate comes to."""
    says_from: date | None = None


Subject = Part | Parcel


class Turn(NamedTuple):
    """From `at` on this is how things stand, if nothing is heard."""

    at: datetime
    level: Level
    trouble: Trouble


class Verdict(NamedTuple):
    """How things stand. `next_at`: when that changes if nothing is heard; None if it never does.

    `evidence` is ready for JSON and free of personal data. `turns` are all moments at which it changes, past and
    to come: the page reads there when the shop will act.
    """

    level: Level | None = None
    trouble: Trouble | None = None
    evidence: dict[str, Any] = {}
    next_at: datetime | None = None
    turns: tuple[Turn, ...] = ()


def judge(subject: Subject, grounds: Grounds, *, now: datetime) -> Verdict:
    """Return how things stand at the last watch moment. `now` is in the warehouse's zone, whose clock decides."""
    turns = turns_of(subject, grounds, _zone(now))
    place = bisect_right(turns, now, key=_at)
    next_at = turns[place].at if place < len(turns) else None
    if not place:
        return Verdict(next_at=next_at, turns=turns)
    turn = turns[place - 1]
    return Verdict(turn.level, turn.trouble, evidence_of(subject, grounds, now.date()), next_at, turns)


def fails_at(subject: Subject, grounds: Grounds, zone: tzinfo) -> datetime | None:
    """Return when the shopper must be told that the subject's deadline cannot be held; None if never."""
    return next((turn.at for turn in turns_of(subject, grounds, zone) if LEVELS[turn.level] > 1), None)


@lru_cache(maxsize=KEPT)
def turns_of(subject: Subject, grounds: Grounds, zone: tzinfo) -> tuple[Turn, ...]:
    """Return the moments at which the level or the trouble changes if nothing is heard, with what holds from then."""
    causes = _of_part(subject, grounds) if isinstance(subject, Part) else _of_parcel(subject, grounds)
    by_moment = sorted((at, level, trouble) for at, level, trouble in causes if at)
    found: list[Turn] = []
    for at, level, trouble in accumulate(by_moment, _worse):
        if found and found[-1].at.replace(tzinfo=None) == at:
            found.pop()
        if not found or (found[-1].level, found[-1].trouble) != (level, trouble):
            found.append(Turn(at.replace(tzinfo=zone), level, trouble))
    return tuple(found)


def watch_moment_after(moment: datetime, grounds: Grounds) -> datetime:
    """Return the first morning watch moment after a moment of the warehouse's clock."""
    is_before = moment.time() < MORNING
    day = grounds.warehouse.first_from(moment.date() if is_before else moment.date() + ONE_DAY)
    return datetime.combine(day, MORNING, tzinfo=moment.tzinfo)


def is_watched(moment: datetime, grounds: Grounds) -> bool:
    """Tell whether flags may be raised at a moment: on working days, from the morning on."""
    return moment.time() >= MORNING and moment.date() in grounds.warehouse


def worst(levels: Iterator[Level | None]) -> Level | None:
    """Return the worst of the levels."""
    return max(levels, key=LEVELS.__getitem__, default=None)


def evidence_of(subject: Subject, grounds: Grounds, today: date) -> dict[str, Any]:
    """Return what a verdict of `today` rests on; shares are between 0 and 1, days working days."""
    is_part = isinstance(subject, Part)
    start = subject.begins if isinstance(subject, Part) else subject.shipped
    days, curve = (grounds.warehouse, grounds.handling) if is_part else (grounds.moving, grounds.transit)
    waited = days_over(days, start=start, end=today - ONE_DAY)
    said = {
        "late": _late(subject, grounds, waited, today=today),
        "left_by_now" if is_part else "arrived_by_now": round(1.0 - curve.left(waited), 3),
        "ended": grounds.ended,
        "lane": grounds.lane,
        "waited_days": max(waited, 0),
        "since": start.isoformat(),
        "deadline": subject.deadline.isoformat() if subject.deadline else None,
    }
    if isinstance(subject, Parcel):
        silent = days_over(grounds.warehouse, start=subject.heard, end=today - ONE_DAY)
        said |= {"silent_days": max(silent, 0), "heard": subject.heard.isoformat(), "where": subject.where.value}
        said |= {"where_since": subject.since.isoformat()} if subject.since else {}
    elif subject.ships_by:
        said |= {"ships_by": subject.ships_by.isoformat()}
    return said


Cause = tuple[datetime | None, Level, Trouble]
"""From when it holds, by the warehouse's clock; None for what never does."""


def _of_part(part: Part, grounds: Grounds) -> Iterator[Cause]:
    trouble, days = Trouble.NOT_HANDED_OVER, grounds.warehouse
    yield _rare(grounds.handling.left, start=part.begins, days=days, grounds=grounds), Level.AT_RISK, trouble
    if part.ships_by:
        yield _morning_after(part.ships_by, grounds), Level.AT_RISK, trouble
        if grounds.patience.asks_to_wait:
            yield _last_call(part.ships_by, grounds), Level.DELAYED, trouble
    if part.deadline:
        yield _morning_after(part.deadline, grounds), Level.DELAYED, trouble
        late = late_when_leaving(grounds, part.begins, part.deadline)
        for share, level in ((AT_RISK_FROM, Level.AT_RISK), (DELAYED_FROM, Level.DELAYED)):
            # Without a day on which it could leave in time, it is late from the beginning.
            day = next((day for day, chance in enumerate(late) if chance >= share), 0)
            yield _morning_after_day(day, start=part.begins, days=days, grounds=grounds), level, trouble


def _of_parcel(parcel: Parcel, grounds: Grounds) -> Iterator[Cause]:
    if parcel.says is Level.LOST and parcel.says_from:
        yield _morning_from(parcel.says_from, grounds), Level.LOST, Trouble.CARRIER_SAYS
        return
    left, moving, patience = grounds.transit.left, grounds.moving, grounds.patience
    slow = Trouble.NOT_SCANNED if parcel.where is Where.UNSCANNED else Trouble.SLOW
    yield _rare(left, start=parcel.shipped, days=moving, grounds=grounds), Level.AT_RISK, slow
    if parcel.deadline:
        yield _morning_after(parcel.deadline, grounds), Level.DELAYED, slow
        by_then = left(days_over(moving, start=parcel.shipped, end=parcel.deadline))
        for share, level in ((AT_RISK_FROM, Level.AT_RISK), (DELAYED_FROM, Level.DELAYED)):
            if by_then > TINY:
                day = _first_day_of(left, most=by_then / share)
                yield _morning_after_day(day, start=parcel.shipped, days=moving, grounds=grounds), level, slow
    silence = patience.silence_days
    if parcel.where is Where.UNSCANNED:
        yield _waited(parcel.shipped, patience.first_scan_days, grounds), Level.AT_RISK, Trouble.NOT_SCANNED
    if parcel.where is Where.CUSTOMS and parcel.since:
        yield _waited(parcel.since, patience.customs_days, grounds), Level.AT_RISK, Trouble.CUSTOMS
        silence = max(silence, patience.customs_days)
    if parcel.where is Where.ROUND and parcel.since:
        not_brought = _morning_after_day(1, start=parcel.since, days=moving, grounds=grounds)
        yield not_brought, Level.AT_RISK, Trouble.NOT_BROUGHT
    silent = _waited(parcel.heard, silence, grounds)
    yield silent, Level.AT_RISK, Trouble.SILENT
    gone = _first_day_of(left, most=LOST_BELOW)
    overdue = _morning_after_day(gone, start=parcel.shipped, days=moving, grounds=grounds)
    yield silent and overdue and max(silent, overdue), Level.LOST, Trouble.SILENT
    if parcel.says and parcel.says_from:
        yield _morning_from(parcel.says_from, grounds), parcel.says, Trouble.CARRIER_SAYS


def _worse(standing: tuple[datetime, Level, Trouble], new: tuple[datetime, Level, Trouble]) -> Any:
    """Return what holds once both do: the worse level, and the trouble that says more."""
    at, level, trouble = new
    return at, max(standing[1], level, key=LEVELS.__getitem__), max(standing[2], trouble, key=TELLING.__getitem__)


def _late(subject: Subject, grounds: Grounds, waited: int, *, today: date) -> float | None:
    if subject.deadline is None:
        return None
    if subject.deadline < today:
        return 1.0
    if isinstance(subject, Part):
        chances = late_when_leaving(grounds, subject.begins, subject.deadline)
        return round(chances[max(waited, 0)], 3) if waited < len(chances) and chances else 1.0
    left = grounds.transit.left
    by_then = left(days_over(grounds.moving, start=subject.shipped, end=subject.deadline))
    return round(by_then / left(waited), 3) if left(waited) > TINY else 1.0


def _rare(left: Callable[[int], float], *, start: date, days: Any, grounds: Grounds) -> datetime | None:
    return _morning_after_day(_first_day_of(left, most=RARE), start=start, days=days, grounds=grounds)


def _first_day_of(left: Callable[[int], float], *, most: float) -> int | None:
    return next((day for day in range(LONGEST) if left(day) <= most), None)


def _waited(start: date, count: int, grounds: Grounds) -> datetime | None:
    return _morning_after_day(count, start=start, days=grounds.warehouse, grounds=grounds)


def _morning_after_day(day: int | None, *, start: date, days: Any, grounds: Grounds) -> datetime | None:
    """Return the first watch moment at which working day number `day` is over; None beyond the calendar."""
    if day is None:
        return None
    try:
        return _morning_after(days.after(start, day), grounds)
    except ValueError:
        return None


def _morning_after(day: date, grounds: Grounds) -> datetime | None:
    return _morning_from(day + ONE_DAY, grounds)


def _morning_from(day: date, grounds: Grounds) -> datetime | None:
    try:
        return datetime.combine(grounds.warehouse.first_from(day), MORNING)
    except ValueError:
        return None


def _last_call(day: date, grounds: Grounds) -> datetime | None:
    """Return the afternoon of a day, or of the last working day before it."""
    open_days = (day - timedelta(days=back) for back in range(8))
    return next((datetime.combine(each, LAST_CALL) for each in open_days if each in grounds.warehouse), None)


def _zone(moment: datetime) -> tzinfo:
    if moment.tzinfo is None:
        raise ValueError("a moment of the warehouse's clock needs its zone")
    return moment.tzinfo


def _at(turn: Turn) -> datetime:
    return turn.at
