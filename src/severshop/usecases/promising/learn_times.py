"""Once a day: write down what became of the parcels, learn how long things take, and keep that with its evidence.

Nothing of an older learning changes. One that fails leaves the one before it in use.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction

from severshop.domain.promises import learned
from severshop.domain.promises.learning import hazards, own, rule_table
from severshop.domain.promises.learning.own import LaneTimes, Progress
from severshop.domain.promises.learning.own_table import Calendars, OwnRecord, Path
from severshop.domain.promises.learning.trust import Trust
from severshop.domain.promises.models import CarrierTrust, DeliveryRecord, LearnedLane, LearnedTimes
from severshop.domain.promises.models.learned import Stage
from severshop.domain.promises.opening import CalendarError
from severshop.domain.promises.rules import NO_DAYS, Days, RuleDays, Terms, handling_begins
from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.usecases.promising.record_deliveries import RECORDED, record_deliveries
from severshop.usecases.promising.score_estimates import score_estimates
from severshop.usecases.promising.terms import terms_for
from severshop.vocabulary.routes import Route

log = structlog.get_logger()

NO_RULE = RuleDays(NO_DAYS, NO_DAYS)
ROWS_AT_ONCE = 5000


class Learned(NamedTuple):
    """A learning that was kept."""

    id: int
    records: int
    open_records: int
    lanes: int
    evidence: dict[str, Any]


@dataclass
class _Taught:
    """What is learned from: own records, the calendars and the table's days of their routes, and who teaches not."""

    now: datetime
    records: list[OwnRecord] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    placed: set[date] = field(default_factory=set)
    imported: int = 0
    lost: int = 0
    calendars: dict[Path, Calendars] = field(default_factory=dict)
    rules: dict[Path, RuleDays] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._zone = ZoneInfo(settings.SHOP_TIME_ZONE)
        self._table = _rule_table()
        self._routes: dict[str, Route | None] = {}

    def take(self, row: DeliveryRecord) -> None:
        """Take in a record, or note why not."""
        reason = self._reason_against(row)
        if reason:
            self.left_out[reason] += 1
            return
        self.imported += row.order_id is None
        self.lost += row.is_lost and self._day(row.ended_at) is not None

    def _reason_against(self, row: DeliveryRecord) -> str:
        route = self._route(row.lane)
        if route is None:
            return "no such lane"
        if row.delivered_at and not row.handed_over_at:
            return "arrived, and nobody saw it leave"
        days = [self._day(moment) for moment in (row.handed_over_at, row.delivered_at, row.ended_at)]
        known = [day for day in (self._day(row.placed_at), *days[:2]) if day]
        if known != sorted(known):
            return "not in the order of time"
        try:
            terms = terms_for(route, NO_RULE, row.placed_at)
            begins = handling_begins(row.placed_at, terms=terms)
            self._know(route)
        except CalendarError:
            return "no calendar for it"
        if terms.peak_handling or terms.peak_transit:
            return "ordered in a peak season"
        self.records.append(OwnRecord(route.steps[-1], begins, *days))
        self.placed.add(known[0])
        return ""

    def _day(self, moment: datetime | None) -> date | None:
        """Return the day at the warehouse; None for what has not happened, or not yet."""
        return moment.astimezone(self._zone).date() if moment and moment <= self.now else None

    def _route(self, lane: str) -> Route | None:
        if lane not in self._routes:
            try:
                self._routes[lane] = Route.of_lane(lane)
            except ValueError:
                self._routes[lane] = None
        return self._routes[lane]

    def _know(self, route: Route) -> None:
        """Know the route's calendars as they are today, and what the table says of it. Raises `CalendarError`."""
        path = route.steps[-1]
        if path in self.calendars:
            return
        rule = self._table.get((route.country, route.option))
        terms = terms_for(route, rule or NO_RULE, self.now)
        self.calendars[path] = Calendars(terms.warehouse, terms.moving)
        if rule:
            self.rules[path[:2]] = _with_all(rule, terms)


def learn_times(*, now: datetime, progress: Progress = lambda _done, _all: None) -> Learned | None:
    """Record, learn and keep what was learned; return it, or None where there is nothing to learn from yet.

    `progress` is told of the days that were learned from.
    """
    record_deliveries(now=now)
    taught = _Taught(now)
    for row in _rows(now):
        taught.take(row)
    if not taught.records:
        log.info("learned_nothing", left_out=taught.left_out.total())
        return None
    today = now.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()
    lanes = own.learn(
        taught.records, calendars=taught.calendars.__getitem__, rules=taught.rules, today=today, progress=progress
    )
    kept = _keep(lanes, taught, score_estimates(now=now), now=now)
    log.info("learned", records=kept.records, open=kept.open_records, lanes=kept.lanes)
    return kept


def _rows(now: datetime) -> Iterator[DeliveryRecord]:
    rows = DeliveryRecord.objects.filter(placed_at__gte=now - RECORDED, placed_at__lte=now)
    return rows.order_by("placed_at", "id").iterator(chunk_size=ROWS_AT_ONCE)


@transaction.atomic
def _keep(lanes: Sequence[LaneTimes], taught: _Taught, trust: dict[str, Trust], *, now: datetime) -> Learned:
    still_open = sum(not (one.delivered or one.ended) for one in taught.records)
    evidence = _evidence(taught, lanes, trust)
    times = LearnedTimes.objects.create(
        made_at=now, records=len(taught.records), open_records=still_open, evidence=evidence
    )
    rows = [
        LearnedLane(
            times=times,
            stage=stage,
            lane="|".join(lane.path),
            ended=one.ended,
            open=one.open,
            chances=list(one.curve.chances),
        )
        for lane in lanes
        for stage, one in ((Stage.HANDLING, lane.handling), (Stage.TRANSIT, lane.transit))
    ]
    LearnedLane.objects.bulk_create(rows, batch_size=500)
    CarrierTrust.objects.bulk_create(
        CarrierTrust(times=times, carrier=carrier, scored=one.scored, kept=one.kept, days_after=dict(one.days_after))
        for carrier, one in trust.items()
    )
    transaction.on_commit(learned.look_again)
    return Learned(times.id, times.records, still_open, len(lanes), evidence)


def _evidence(taught: _Taught, lanes: Sequence[LaneTimes], trust: dict[str, Trust]) -> dict[str, Any]:
    """Return, ready for JSON, what a learning was made from and how; nothing in it is about a person."""
    return {
        "from": min(taught.placed).isoformat(),
        "to": max(taught.placed).isoformat(),
        "arrived": sum(one.delivered is not None for one in taught.records),
        "ended_without_arriving": sum(one.ended is not None and not one.delivered for one in taught.records),
        "lost": taught.lost,
        "imported": taught.imported,
        "left_out": dict(sorted(taught.left_out.items())),
        "lanes": len(lanes),
        "lanes_with_rule": len(taught.rules),
        "carriers_scored": {carrier: one.scored for carrier, one in sorted(trust.items())},
        "method": {
            "name": "hazards by working day",
            "recorded_days": RECORDED.days,
            "half_lives_days": list(hazards.HALF_LIVES),
            "wider_lane_counts_as_days": hazards.PARENT_WORTH,
            "wider_lane_counts_as_endings": hazards.PACE_WORTH,
            "rule_table_keeps": rule_table.RULE_KEEPS,
        },
    }


def _rule_table() -> dict[tuple[str, str], RuleDays]:
    """Return by country and delivery option the days of the merchant's table."""
    options = list(DeliveryOption.objects.all())
    return {
        (where.country, option.code): RuleDays(
            handling=Days(fewest=option.handling_days_min, most=option.handling_days_max),
            transit=Days(fewest=option.transit_days_min, most=option.transit_days_max),
        )
        for where in Destination.objects.all()
        for option in options
        if option.zone == where.zone
    }


def _with_all(rule: RuleDays, terms: Terms) -> RuleDays:
    """Return the table's days with what comes on top of them: learned days hold everything."""
    return RuleDays(_sum(rule.handling, terms.sourcing), _sum(rule.transit, terms.customs))


def _sum(one: Days, other: Days) -> Days:
    return Days(fewest=one.fewest + other.fewest, most=one.most + other.most)
