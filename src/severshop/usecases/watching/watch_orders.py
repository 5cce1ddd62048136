"""What the watch finds while orders are refreshed.

1. Name what is watched of each order, and judge it: how it stands now, and when that changes if nothing is heard.
2. Flags are raised when the watch's own hour has come (`by_age`), and cleared by any news. What news makes worse
   waits for the next hour, so that nobody is told on a Sunday, or while a backlog of messages is half read.
3. Where the dates that the shopper knows cannot be held, or those that were given first hold again, revise them.
4. Write what has changed, and nothing else; hand it to the acts that follow from it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

import structlog

from severshop.domain.orders.rules import with_attention
from severshop.domain.promises.actions import Revised, revise
from severshop.domain.promises.opening import CalendarError
from severshop.domain.watch.actions import NewFlag, change_flags
from severshop.domain.watch.queries import OpenFlag, OpenFlags
from severshop.domain.watch.rules import LEVELS, Verdict, is_watched, judge, watch_moment_after, worst
from severshop.usecases.status.facts import OrderStory
from severshop.usecases.watching.acts import follow
from severshop.usecases.watching.changes import Change, Revision
from severshop.usecases.watching.outlook import Watched
from severshop.usecases.watching.revising import Looked, next_failure, revised_dates, with_dates
from severshop.usecases.watching.subjects import Watching, watched_of
from severshop.usecases.watching.ways import Ways
from severshop.vocabulary.statuses import Attention
from severshop.vocabulary.watching import Level

log = structlog.get_logger()

ATTENTION = {Level.DELAYED: Attention.DELAYED, Level.LOST: Attention.LOST}
NOTHING = Verdict()


class Findings(NamedTuple):
    """The stories as they read now: newest dates, attention. `next_at`: when to look again, if nothing is heard."""

    stories: list[OrderStory]
    watched: Mapping[uuid.UUID, Sequence[Watched]]
    next_at: Mapping[uuid.UUID, datetime]


class _Found(NamedTuple):
    story: OrderStory
    watched: Sequence[Watched] = ()
    next_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class _Round:
    """One look at a batch, and what it comes to write. `now` is in the warehouse's `zone`."""

    now: datetime
    zone: tzinfo
    by_age: bool
    again_at: datetime | None = None
    ways: Ways = field(default_factory=Ways)
    raised: list[NewFlag] = field(default_factory=list)
    cleared: list[uuid.UUID] = field(default_factory=list)
    revised: list[Revised] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def watch_orders(
    stories: Iterable[OrderStory],
    *,
    flags: OpenFlags,
    now: datetime,
    zone: tzinfo,
    by_age: bool,
    again_at: datetime | None = None,
) -> Findings:
    """Watch the orders, which the caller has locked, and write what has changed.

    `flags` are those that stand, `zone` is the warehouse's. `by_age`: the orders were due, nothing was heard; only
    then are flags raised. `again_at`: when to look again at what would have been; else with the next watch moment.
    """
    this = _Round(now=now.astimezone(zone), zone=zone, by_age=by_age, again_at=again_at)
    found = [_watch(story, flags.get(story.order.id, ()), this) for story in stories]
    change_flags(this.raised, cleared=this.cleared, now=now)
    if this.revised:
        revise(this.revised, now=now)
    if this.changes:
        follow(this.changes, now=now)
    return Findings(
        stories=[one.story for one in found],
        watched={one.story.order.id: one.watched for one in found if one.watched},
        next_at={one.story.order.id: one.next_at for one in found if one.next_at},
    )


def _watch(story: OrderStory, flags: Sequence[OpenFlag], this: _Round) -> _Found:
    try:
        watching = watched_of(story, this.ways, zone=this.zone)
        judged = [judge(one.subject, one.grounds, now=this.now) for one in watching]
        is_calm = not flags and (story.promised is None or story.promised.version == 1)
        if is_calm and not any(verdict.level for verdict in judged):
            seen = [Watched(one.parcel_id, verdict) for one, verdict in zip(watching, judged, strict=True)]
            return _Found(story, seen, _soonest(verdict.next_at for verdict in judged))
        return _settle(story, flags, list(zip(watching, judged, strict=True)), this)
    except CalendarError as error:
        # A calendar that ends: the order stays as it is, and the staff see why.
        log.warning("not_watched", order=story.order.number, reason=str(error))
        return _Found(_with_attention(story, worst(flag.level for flag in flags)))


def _settle(
    story: OrderStory, flags: Sequence[OpenFlag], judged: Sequence[tuple[Watching, Verdict]], this: _Round
) -> _Found:
    may_raise = this.by_age and bool(judged) and is_watched(this.now, judged[0][0].grounds)
    standing = {flag.parcel_id: flag for flag in flags}
    ceiling = worst(flag.level for flag in flags)
    looked = [
        Looked(
            one,
            judged=verdict,
            verdict=verdict if may_raise else _held(verdict, ceiling),
            before=standing[one.parcel_id].level if one.parcel_id in standing else None,
        )
        for one, verdict in judged
    ]
    revised = revised_dates(story, looked, sure=this.ways.sure, now=this.now, may_tell=may_raise)
    if revised:
        this.revised.append(revised)
        story = with_dates(story, revised)
    story = _with_attention(story, worst(one.verdict.level for one in looked))
    watched = _write(story, looked, standing, revised, this)
    return _Found(story, watched, _next_at(story, looked, this))


def _write(
    story: OrderStory,
    looked: Sequence[Looked],
    standing: Mapping[uuid.UUID | None, OpenFlag],
    revised: Revised | None,
    this: _Round,
) -> list[Watched]:
    """Note which flags are raised and cleared, and what has changed; return what is watched, since when it stands."""
    order_id, watched = story.order.id, []
    revision = Revision(revised.version, revised.window) if revised else None
    for one in looked:
        parcel_id, verdict = one.watching.parcel_id, one.verdict
        flag = standing.get(parcel_id)
        is_same = flag and (flag.level, flag.trouble) == (verdict.level, verdict.trouble)
        since = flag.raised_at if flag and is_same else this.now if verdict.level else None
        watched.append(Watched(parcel_id, verdict, since))
        if flag and not is_same:
            this.cleared.append(flag.id)
        if verdict.level and verdict.trouble and not is_same:
            this.raised.append(NewFlag(order_id, parcel_id, verdict.level, verdict.trouble, verdict.evidence))
        is_told = revision is not None and verdict.level is Level.DELAYED
        if is_told or (not is_same and (flag or verdict.level)):
            this.changes.append(Change(order_id, parcel_id, one.before, verdict, story, revision))
    gone = standing.keys() - {one.watching.parcel_id for one in looked}
    for flag in (standing[parcel_id] for parcel_id in gone):
        this.cleared.append(flag.id)
        this.changes.append(Change(order_id, flag.parcel_id, flag.level, NOTHING, story, revision))
    return watched


def _next_at(story: OrderStory, looked: Sequence[Looked], this: _Round) -> datetime | None:
    moments = [one.judged.next_at for one in looked]
    if any(one.judged.level != one.verdict.level for one in looked):
        moments.append(this.again_at or watch_moment_after(this.now, looked[0].watching.grounds))
    if story.promised and story.promised.version > 1:
        for one in looked:
            fails = next_failure(one.watching, story.promised, this.zone)
            if fails and fails <= this.now and not this.by_age:
                fails = this.again_at or watch_moment_after(this.now, one.watching.grounds)
            moments.append(fails)
    return _soonest(moment for moment in moments if moment and moment > this.now)


def _held(verdict: Verdict, ceiling: Level | None) -> Verdict:
    """Return the verdict, no worse than what stands already."""
    if LEVELS[verdict.level] <= LEVELS[ceiling]:
        return verdict
    if ceiling is None:
        return verdict._replace(level=None, trouble=None, evidence={})
    return verdict._replace(level=ceiling)


def _with_attention(story: OrderStory, level: Level | None) -> OrderStory:
    attention = ATTENTION.get(level) if level else None
    return story._replace(state=with_attention(story.state, attention)) if attention else story


def _soonest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)
