"""Which message goes on which channel, and when. Pure: choices, troubles and the moment in, a verdict out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from severshop.domain.notifications.rules import AGE_LIMIT, Kind
from severshop.vocabulary.milestones import Milestone

MILESTONES = (Kind.SHIPPED, Kind.OUT_FOR_DELIVERY, Kind.DELIVERED)
"""What can be chosen. Everything else that a shopper is written is owed to them."""

FOLLOWS = {Kind.NEW_NUMBER: Kind.SHIPPED}
"""News that has no choice of its own goes with the news that it corrects."""

SOFT_BOUNCES_MAX = 3
SOFT_BOUNCES_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody wants to hear, and how; as it is as long as nobody has chosen."""

    mail: frozenset[Kind] = frozenset(MILESTONES)
    push: frozenset[Kind] = frozenset(MILESTONES)
    """On those browsers that have been allowed to show them."""
    calendar: bool = True
    is_quiet: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    zone: str = ""
    """Whose nights are meant: an IANA name, or nothing for where the parcel goes."""


class TroubleKind(StrEnum):
    """What can be told about a mail that we sent, and the wish to go on all the same."""

    HARD = "hard"
    """There is no such mailbox, or it takes no mail of ours, for good."""
    SOFT = "soft"
    """It could not be delivered this time: a full mailbox, a server that was away for days."""
    COMPLAINT = "complaint"
    """Its reader marked it as unwanted."""
    RESUMED = "resumed"
    """Its reader wants to be written to again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that was told, and when."""

    kind: TroubleKind
    at: datetime


class Stop(StrEnum):
    """Why an address gets nothing any more that is not owed to it."""

    NONE = ""
    UNREACHABLE = "unreachable"
    UNWANTED = "unwanted"


class Act(StrEnum):
    SEND = "send"
    DROP = "drop"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do with a message: `why` says it for the staff where it is dropped, `until` where it is held."""

    act: Act
    why: str = ""
    until: datetime | None = None


SEND = Verdict(act=Act.SEND)


def stop_of(troubles: Iterable[Trouble], *, now: datetime) -> Stop:
    """Return whether an address is spared optional mail, and why. One hard bounce is enough, soft ones add up."""
    stop, soft = Stop.NONE, 0
    for trouble in sorted(troubles, key=lambda one: one.at):
        match trouble.kind:
            case TroubleKind.RESUMED:
                stop, soft = Stop.NONE, 0
            case TroubleKind.COMPLAINT:
                stop = Stop.UNWANTED
            case TroubleKind.HARD:
                stop = stop or Stop.UNREACHABLE
            case TroubleKind.SOFT if now - trouble.at <= SOFT_BOUNCES_WITHIN:
                soft += 1
    return stop or (Stop.UNREACHABLE if soft >= SOFT_BOUNCES_MAX else Stop.NONE)


def is_optional(kind: Kind) -> bool:
    """Tell whether a message may be turned off: then its mail carries a way to unsubscribe."""
    return kind in MILESTONES or kind in FOLLOWS


def mail_verdict(kind: Kind, *, choices: Choices, stop: Stop) -> Verdict:
    """Decide on a mail. What is owed goes always: the address may be wrong, but nobody shall say that we kept quiet."""
    if not is_optional(kind):
        return SEND
    if stop is Stop.UNREACHABLE:
        return _drop("not sent: mails to this address come back")
    if stop is Stop.UNWANTED:
        return _drop("not sent: the reader marked our mails as unwanted")
    if FOLLOWS.get(kind, kind) not in choices.mail:
        return _drop("not sent: turned off by the reader")
    return SEND


def push_verdict(
    kind: Kind,
    *,
    choices: Choices,
    milestone: Milestone,
    owed_at: datetime,
    zone: tzinfo,
    now: datetime,
) -> Verdict:
    """Decide on a push, for a parcel that is at `milestone` by now. At night it waits."""
    if kind not in choices.push:
        return _drop("not sent: turned off by the reader")
    if now - owed_at > AGE_LIMIT:
        return _drop("not sent: no longer news")
    if is_overtaken(kind, milestone=milestone):
        return _drop("not sent: newer news overtook it")
    morning = quiet_until(choices, zone=zone, now=now)
    return SEND if morning is None else Verdict(act=Act.HOLD, why="quiet hours", until=morning)


def is_overtaken(kind: Kind, *, milestone: Milestone) -> bool:
    """Tell whether the parcel has gone on since the news, so that the news would mislead."""
    match kind:
        case Kind.SHIPPED:
            return milestone in {Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED}
        case Kind.OUT_FOR_DELIVERY:
            return milestone is not Milestone.OUT_FOR_DELIVERY
        case _:
            return False


def quiet_until(choices: Choices, *, zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which `now` lies, or None if it lies in none."""
    if not choices.is_quiet or choices.quiet_from == choices.quiet_until:
        return None
    local = now.astimezone(zone)
    at = local.time().replace(tzinfo=None)
    over_midnight = choices.quiet_from > choices.quiet_until
    is_late, is_early = at >= choices.quiet_from, at < choices.quiet_until
    if not (is_late or is_early if over_midnight else is_late and is_early):
        return None
    day = local.date() + timedelta(days=1 if over_midnight and is_late else 0)
    return datetime.combine(day, choices.quiet_until, tzinfo=zone).astimezone(UTC)


def chosen(kinds: Collection[str]) -> frozenset[Kind]:
    """Return the milestones that are named; what is none is left out."""
    return frozenset(kind for kind in MILESTONES if kind.value in kinds)


def _drop(why: str) -> Verdict:
    return Verdict(act=Act.DROP, why=why)
