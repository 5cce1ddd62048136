"""What the watch goes by for an order's way: calendars, learned times, the merchant's table, the policy's patience."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from django.conf import settings

from severshop.domain.policies.queries import delay_policy_for
from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.learned import curves_for, sureness, trust_in
from severshop.domain.promises.learning.curves import Curve
from severshop.domain.promises.learning.rule_table import curve_of
from severshop.domain.promises.learning.trust import believe
from severshop.domain.promises.opening import CalendarError, OpenDays
from severshop.domain.promises.queries import calendars
from severshop.domain.promises.rules import Days, RuleDays, Terms, handling_begins
from severshop.domain.shipping.queries import destinations, options
from severshop.domain.shipping.rules import Zone
from severshop.domain.watch.chances import Grounds, Patience
from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.routes import Route

NOTHING_KNOWN = RuleDays(handling=Days(fewest=0, most=3), transit=Days(fewest=1, most=10))
"""For orders without a promise whose way to ship the merchant's table does not have."""
MIDDAY = time(12, tzinfo=UTC)


class RuleTable(NamedTuple):
    """The merchant's table: days by zone and way to ship, and how each country lies."""

    days: dict[tuple[Zone, str], RuleDays]
    zones: dict[str, Zone]


class Way(NamedTuple):
    """The way of an order or a parcel. `terms` are None where the calendars do not say."""

    grounds: Grounds
    terms: Terms | None

    def begins(self, placed_at: datetime, *, day: date) -> date:
        """Return the day on which the warehouse can turn to an order; `day` is that of its placing."""
        return handling_begins(placed_at, terms=self.terms) if self.terms else self.grounds.warehouse.first_from(day)


@dataclass(slots=True)
class Ways:
    """The ways of one batch of orders; each is worked out once."""

    _calendars: Calendars | None = None
    _rules: RuleTable | None = None
    _known: dict[tuple[object, ...], Way] = field(default_factory=dict)
    _sure: float | None = None

    @property
    def sure(self) -> float:
        """Return the chance with which promised dates shall be kept."""
        if self._sure is None:
            self._sure = sureness()
        return self._sure

    def of(self, story: OrderStory, carrier: str = "") -> Way:
        """Return the way of an order; of one of its parcels, where its carrier is named."""
        order, promised = story.order, story.promised
        placed = order.placed_at.date()
        key: tuple[object, ...] = (carrier, order.delivery_option, order.country, order.region, placed, promised)
        if promised:
            # What was promised on a day is the same for all orders of a way: few keys, and cheap ones.
            key = (*key[:-1], promised.lane, promised.first.earliest, promised.first.latest, promised.ships_by)
        if (way := self._known.get(key)) is None:
            way = self._known[key] = self._work_out(story, carrier, placed)
        return way

    def believed(self, estimate: date, carrier: str) -> date | None:
        """Return the day until which a carrier's estimate can be believed; None while it has not earned it."""
        trust = trust_in(carrier)
        return believe(estimate, trust=trust, sure=self.sure) if trust else None

    def _work_out(self, story: OrderStory, carrier: str, day: date) -> Way:
        if self._rules is None:
            self._rules = rule_table()
        order, lane = story.order, story.promised.lane if story.promised else ""
        route = _route(lane, carrier) if lane else _route_of(story, carrier)
        zone = self._rules.zones.get(order.country, Zone.OUTSIDE)
        rule = self._rules.days.get((zone, order.delivery_option))
        patience = _patience(route.country, zone, day)
        learned = curves_for(route)
        try:
            # The dates of another system are their own rule.
            terms = self._terms(route, rule or _rule_of_promise(story), day, are_whole=rule is None)
        except CalendarError:
            weekdays, (handling, transit) = _weekdays(day.year), rule or _rule_of_promise(story)
            curves = curve_of(handling), curve_of(transit)
            return Way(_grounds(weekdays, weekdays, *curves, patience, route.lanes[0], 0), None)
        if learned:
            curves, name, ended = (learned.handling, learned.transit), learned.lane, learned.ended
        else:
            curves, name, ended = _by_rule(terms), route.lanes[0], 0
        return Way(_grounds(terms.warehouse, terms.moving, *curves, patience, name, ended), terms)

    def _terms(self, route: Route, rule: RuleDays, day: date, *, are_whole: bool) -> Terms:
        if self._calendars is None:
            self._calendars = calendars()
        # The same way on the same day must go by the same terms, whichever of its orders comes first.
        at = datetime.combine(day, MIDDAY)
        return self._calendars.terms(route, rule=rule, at=at, are_whole=are_whole)


def rule_table() -> RuleTable:
    """Return the merchant's table; read anew when it is older than what calendars may be."""
    return _fresh(_read_rules)


_kept: dict[str, tuple[float, RuleTable]] = {}


def forget_rules() -> None:
    """Read the merchant's table anew at the next question: for who has just written it."""
    _kept.clear()


def _fresh(read: Callable[[], RuleTable]) -> RuleTable:
    kept = _kept.get("rules")
    if kept and monotonic() - kept[0] < settings.CALENDARS_FRESH_SECONDS:
        return kept[1]
    found = read()
    _kept["rules"] = (monotonic(), found)
    return found


def _read_rules() -> RuleTable:
    days = {
        (zone, option.code): RuleDays(
            handling=Days(fewest=option.handling_days[0], most=option.handling_days[1]),
            transit=Days(fewest=option.transit_days[0], most=option.transit_days[1]),
        )
        for zone in Zone
        for option in options(zone)
    }
    return RuleTable(days, {where.country: where.zone for where in destinations()})


def _rule_of_promise(story: OrderStory) -> RuleDays:
    """Return the days that a promise leaves, for where the merchant's table does not know the way to ship."""
    promised, placed = story.promised, story.order.placed_at.date()
    if promised is None:
        return NOTHING_KNOWN
    between = _weekdays(placed.year).between
    handling = between(placed, promised.ships_by) if promised.ships_by else 1
    transit = max(between(placed, promised.first.latest) - handling, 0)
    fewest = min(max(between(placed, promised.first.earliest) - handling, 0), transit)
    return RuleDays(handling=Days(fewest=0, most=handling), transit=Days(fewest=fewest, most=transit))


def _by_rule(terms: Terms) -> tuple[Curve, Curve]:
    """Return the merchant's days as curves: with all that comes on top of them."""
    handling, transit = terms.handling, terms.transit
    more, on_top = terms.sourcing, terms.peak_handling
    customs, slow = terms.customs, terms.peak_transit
    return (
        curve_of(Days(fewest=handling.fewest + more.fewest + on_top, most=handling.most + more.most + on_top)),
        curve_of(Days(fewest=transit.fewest + customs.fewest + slow, most=transit.most + customs.most + slow)),
    )


@lru_cache(maxsize=4096)
def _grounds(
    warehouse: OpenDays,
    moving: OpenDays,
    handling: Curve,
    transit: Curve,
    patience: Patience,
    lane: str,
    ended: int,
) -> Grounds:
    """Return the one object for these values: what was worked out for it is found again."""
    return Grounds(warehouse, moving, handling, transit, patience, lane, ended)


def _patience(country: str, zone: Zone, day: date) -> Patience:
    policy = delay_policy_for(country, day)
    return Patience(policy.silence_days[zone], policy.first_scan_days, policy.customs_days, policy.asks_to_wait)


@lru_cache(maxsize=4096)
def _route(lane: str, carrier: str) -> Route:
    route = Route.of_lane(lane)
    return route._replace(carrier=carrier) if carrier else route


def _route_of(story: OrderStory, carrier: str) -> Route:
    order = story.order
    return Route(carrier, order.delivery_option, settings.WAREHOUSE_COUNTRY, order.country, order.region)


@lru_cache(maxsize=8)
def _weekdays(year: int) -> OpenDays:
    """Return Mondays to Fridays, for where the calendars cannot be trusted."""
    return OpenDays.of_week(first=date(year - 1, 1, 1), last=date(year + 3, 12, 31))
