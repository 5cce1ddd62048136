"""Which dates hold instead of those that the shopper knows, and when these would fail."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from severshop.domain.promises.actions import Revised
from severshop.domain.promises.facts import Promised
from severshop.domain.watch.rules import TELLING, Parcel, Verdict, fails_at
from severshop.usecases.status.facts import OrderStory
from severshop.usecases.watching.subjects import Watching
from severshop.vocabulary.watching import Level
from severshop.vocabulary.windows import DeliveryWindow

HOLDS_AGAIN = "holds_again"
"""Why there are other dates, where those of the first promise hold again."""


class Looked(NamedTuple):
    """Something that is watched: how it is to be judged, and what is made of it now (see `watch_orders`)."""

    watching: Watching
    judged: Verdict
    verdict: Verdict
    before: Level | None


def revised_dates(
    story: OrderStory, looked: Sequence[Looked], *, sure: float, now: datetime, may_tell: bool
) -> Revised | None:
    """Return the dates to give an order now; None where those that were given stay.

    Later ones where the newest cannot be held, or where something is newly late; the first ones again where all of
    it is expected within them. `may_tell`: whether it is the hour to tell of a delay. Raises `CalendarError`.
    """
    promised = story.promised
    levels = {one.verdict.level for one in looked} | {one.judged.level for one in looked}
    if promised is None or not looked:
        return None
    late = [one for one in looked if one.verdict.level is Level.DELAYED]
    if late:
        is_found = any(one.before is Level.LOST for one in late)
        return _later(story, promised, late, sure=sure, now=now) if may_tell or is_found else None
    if promised.newest == promised.first or levels & {Level.DELAYED, Level.LOST}:
        return None
    expected = [one.watching.forecast(today=now.date(), sure=sure).window.latest for one in looked]
    if max(expected) > promised.first.latest:
        return None
    again = {"ships_by": _text(promised.ships_by), "expected": max(expected).isoformat(), "sure": sure}
    return Revised(story.order.id, promised.version + 1, promised.first, HOLDS_AGAIN, again)


def next_failure(watching: Watching, promised: Promised, zone: tzinfo) -> datetime | None:
    """Return when the shopper must be told that the newest dates cannot be held, going by time alone."""
    subject = watching.subject
    if isinstance(subject, Parcel):
        newest = subject._replace(deadline=promised.newest.latest, says=None, says_from=None)
        return fails_at(newest, watching.grounds, zone)
    part = subject._replace(deadline=promised.newest.latest, ships_by=promised.newest_ships_by)
    return fails_at(part, watching.grounds, zone)


def _later(
    story: OrderStory, promised: Promised, late: Sequence[Looked], *, sure: float, now: datetime
) -> Revised | None:
    newest = promised.newest.latest
    if not any(_must_be_told(one, promised, now=now) for one in late):
        return None
    forecasts = [one.watching.forecast(today=now.date(), sure=sure) for one in late]
    latest = max(each.window.latest for each in forecasts)
    ships_by = max((each.ships_by for each in forecasts if each.ships_by), default=None)
    leaves_later = ships_by and promised.newest_ships_by and ships_by > promised.newest_ships_by
    asks = any(one.watching.grounds.patience.asks_to_wait for one in late)
    if latest <= newest and not (asks and leaves_later):
        return None
    reason = max(late, key=lambda one: TELLING[one.verdict.trouble] if one.verdict.trouble else -1).verdict
    window = DeliveryWindow(max(each.window.earliest for each in forecasts), max(latest, newest))
    evidence = {"lane": promised.lane, "sure": sure, "ships_by": _text(ships_by), "because": reason.evidence}
    return Revised(story.order.id, promised.version + 1, window, str(reason.trouble), evidence)


def _must_be_told(one: Looked, promised: Promised, *, now: datetime) -> bool:
    """Tell whether something is newly late, or cannot keep the newest dates either."""
    if one.before is not Level.DELAYED:
        return True
    believed = one.watching.believed
    if believed and believed > promised.newest.latest:
        return True
    fails = next_failure(one.watching, promised, now.tzinfo) if now.tzinfo else None
    return fails is not None and fails <= now


def with_dates(story: OrderStory, revised: Revised) -> OrderStory:
    """Return the story as it reads once the dates are written."""
    if story.promised is None:
        return story
    ships_by = revised.evidence.get("ships_by")
    promised = story.promised._replace(
        newest=revised.window,
        version=revised.version,
        newest_ships_by=date.fromisoformat(ships_by) if ships_by else None,
    )
    return story._replace(promised=promised)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
