"""What being sure costs: how many days are promised for each sureness, and how many promises it would have kept.

Past orders are promised anew, each with what is known today of its lane, and held against the day on which they
arrived. What was learned has seen these very orders, so the shares are what to expect while things stay as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from severshop.domain.promises.learned import curves_for
from severshop.domain.promises.learning.curves import Curves, learned_days
from severshop.domain.promises.models import DeliveryRecord
from severshop.domain.promises.opening import CalendarError
from severshop.domain.promises.rules import NO_DAYS, RuleDays, Terms, arrives_by, handling_begins
from severshop.domain.shipping.queries import zone_of
from severshop.domain.shipping.rules import Zone
from severshop.usecases.promising.terms import terms_for
from severshop.vocabulary.routes import Route

SURENESSES = tuple(hundredths / 100 for hundredths in range(80, 100))
"""What can be chosen, the least sure first."""
LOOKED_BACK = timedelta(days=120)
MOST_ORDERS = 3_000
"""The latest of them: more would tell nothing else."""
COUNTED_BY_TERMS = RuleDays(NO_DAYS, NO_DAYS)
"""Terms are asked for once a day and lane; their days are put in afterwards."""


class Cost(NamedTuple):
    """What a sureness costs: calendar days from placing to the last promised day, on average, and the share kept."""

    sure: float
    days: float
    kept: float


class Group(NamedTuple):
    """The costs of each of `SURENESSES`, for the orders of one way to ship; all of them where the option is empty."""

    option: str
    zone: Zone | None
    orders: int
    costs: tuple[Cost, ...]

    def at(self, sure: float) -> Cost:
        """Return the cost of one sureness; of the nearest, where it is none of those that can be chosen."""
        return min(self.costs, key=lambda cost: abs(cost.sure - sure))


class CostOfSureness(NamedTuple):
    """All orders together and each way to ship, from orders placed between two days; `made_at`: when it was learned.

    `by_table` orders are of lanes that nothing is known of: their dates come from the rule table, however sure.
    """

    whole: Group
    groups: tuple[Group, ...]
    first: date
    last: date
    made_at: datetime
    by_table: int


class _Past(NamedTuple):
    lane: str
    placed_at: datetime
    delivered_at: datetime | None


@dataclass
class _Sum:
    """Orders counted so far, by sureness: their promised days, and how many would have been kept."""

    orders: int = 0
    days: list[int] = field(default_factory=lambda: [0] * len(SURENESSES))
    kept: list[int] = field(default_factory=lambda: [0] * len(SURENESSES))

    def add(self, lasts: Sequence[date], *, placed: date, delivered: date | None) -> None:
        self.orders += 1
        for place, last in enumerate(lasts):
            self.days[place] += (last - placed).days
            self.kept[place] += delivered is not None and delivered <= last

    def group(self, option: str, zone: Zone | None) -> Group:
        costs = (
            Cost(sure, days / self.orders, kept / self.orders)
            for sure, days, kept in zip(SURENESSES, self.days, self.kept, strict=True)
        )
        return Group(option, zone, self.orders, tuple(costs))


def cost_of_sureness(*, now: datetime) -> CostOfSureness | None:
    """Return what each sureness costs by the orders of the last months; None where nothing was learned of them.

    Counted are only orders whose fate is known for every sureness: those whose longest promise is over.
    """
    sums: defaultdict[tuple[str, Zone], _Sum] = defaultdict(_Sum)
    whole, by_table, days, made_at = _Sum(), 0, [], now
    promised = _Promised()
    zones: dict[str, Zone] = {}
    for one in _past(now):
        route = Route.of_lane(one.lane)
        curves = curves_for(route)
        if curves is None:
            by_table += 1
            continue
        try:
            lasts, terms = promised.lasts(route, curves, at=one.placed_at)
        except (CalendarError, OverflowError):
            continue
        if lasts[-1] >= now.astimezone(terms.time_zone).date():
            continue
        placed = one.placed_at.astimezone(terms.time_zone).date()
        delivered = one.delivered_at.astimezone(terms.time_zone).date() if one.delivered_at else None
        zone = zones.get(route.country) or zones.setdefault(route.country, zone_of(route.country))
        for total in (whole, sums[route.option, zone]):
            total.add(lasts, placed=placed, delivered=delivered)
        days.append(placed)
        made_at = curves.made_at
    if not whole.orders:
        return None
    groups = tuple(one.group(option, zone) for (option, zone), one in sorted(sums.items(), key=_largest))
    return CostOfSureness(whole.group("", None), groups, min(days), max(days), made_at, by_table)


class _Promised:
    """The last promised days of orders, counted once for all that begin on the same day on the same lane."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date, date], tuple[date, ...]] = {}

    def lasts(self, route: Route, curves: Curves, *, at: datetime) -> tuple[tuple[date, ...], Terms]:
        """Return the last promised day for each of `SURENESSES`. Raises `CalendarError`."""
        terms = terms_for(route, COUNTED_BY_TERMS, at, are_whole=True)
        key = (route.lanes[0], at.astimezone(terms.time_zone).date(), handling_begins(at, terms=terms))
        if key not in self._known:
            self._known[key] = _lasts(terms, curves, at=at)
        return self._known[key], terms


def _lasts(terms: Terms, curves: Curves, *, at: datetime) -> tuple[date, ...]:
    asked = [learned_days(curves.handling, curves.transit, sure=sure) for sure in SURENESSES]
    # Many a sureness asks for the same days as the one before.
    found = {
        days: arrives_by(at, terms=replace(terms, handling=days.handling, transit=days.transit)).latest
        for days in set(asked)
    }
    return tuple(found[days] for days in asked)


def _past(now: datetime) -> Iterable[_Past]:
    """Return orders that arrived, were lost, or are still awaited; what was cancelled or went back tells nothing."""
    rows = DeliveryRecord.objects.filter(placed_at__gt=now - LOOKED_BACK, placed_at__lt=now)
    told = rows.exclude(delivered_at=None, is_lost=False, ended_at__isnull=False)
    columns = told.order_by("-placed_at").values_list("lane", "placed_at", "delivered_at")
    return (_Past(*row) for row in columns[:MOST_ORDERS])


def _largest(item: tuple[tuple[str, Zone], _Sum]) -> tuple[int, str]:
    (option, zone), total = item
    return -total.orders, f"{zone} {option}"
