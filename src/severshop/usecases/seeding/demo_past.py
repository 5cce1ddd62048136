"""Gives the demo a past: parcels that were sent, promised as the shop would have promised them then.

Morning by morning: what is placed until a morning is promised by what had been learned before it, then that morning's
learning is made. So promises begin by the merchant's table and become what the parcels teach, and a carrier's bad week
shows as it would have shown.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import transaction

from severshop.domain.promises.learned import look_again, sureness
from severshop.domain.promises.models import DeliveryRecord, LearnedTimes
from severshop.domain.promises.rules import Days, RuleDays
from severshop.domain.shipping.queries import Option, destinations, options
from severshop.usecases.promising.dates import dates_for
from severshop.usecases.promising.learn_times import learn_times
from severshop.vocabulary.routes import Route
from severshop.vocabulary.windows import DeliveryWindow

IMPORTED = "import:demo-"
RECORDS_A_BATCH = 500
Ways = dict[tuple[str, str], tuple[Route, RuleDays]]
"""By country and way to ship: the route that a shopper is quoted, and the days of the merchant's table."""
Progress = Callable[[int, int], None]


class PastParcel(Protocol):
    """A parcel of the past; what had not happened is None. `route.carrier` is who carried it."""

    @property
    def number(self) -> int: ...
    @property
    def route(self) -> Route: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def handed_over_at(self) -> datetime | None: ...
    @property
    def first_scan_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def given_up_at(self) -> datetime | None: ...


class Arrived(NamedTuple):
    """How many parcels were new, and what an order placed now was promised before and after, by way to ship."""

    parcels: int
    before: dict[str, DeliveryWindow]
    after: dict[str, DeliveryWindow]


@transaction.atomic
def give_past(
    parcels: Iterable[PastParcel],
    *,
    mornings: Sequence[datetime],
    now: datetime,
    progress: Progress = lambda _done, _all: None,
) -> int:
    """Keep the parcels (the oldest first) and learn on each of the mornings and `now`; return how many were kept.

    Does nothing where something was learned before: a past is given once. Ways that the shop does not offer are left
    out. What had not arrived by `now` ends there: nobody will tell more of it.
    """
    if LearnedTimes.objects.exists() or DeliveryRecord.objects.filter(key__startswith=IMPORTED).exists():
        return 0
    ways, rest, kept = _ways(), list(parcels), 0
    moments = [*mornings, now]
    for done, morning in enumerate(moments, start=1):
        until = bisect_left(rest, morning, key=lambda one: one.placed_at)
        records = [record for one in rest[:until] if (record := _record(one, ways, now=now))]
        del rest[:until]
        DeliveryRecord.objects.bulk_create(records, batch_size=RECORDS_A_BATCH)
        kept += len(records)
        learn_times(now=morning)
        look_again()
        progress(done, len(moments))
    return kept


@transaction.atomic
def let_arrive(parcels: Iterable[PastParcel], *, country: str, now: datetime) -> Arrived:
    """Keep parcels to a country, of which some may be known, and learn from them; return what they changed there."""
    ways = _ways(country)
    before = _windows(ways, now=now)
    records = [record for one in parcels if (record := _record(one, ways, now=now, prefix=f"{IMPORTED}{country}-"))]
    known = DeliveryRecord.objects.count()
    DeliveryRecord.objects.bulk_create(records, batch_size=RECORDS_A_BATCH, ignore_conflicts=True)
    learn_times(now=now)
    look_again()
    return Arrived(DeliveryRecord.objects.count() - known, before, _windows(ways, now=now))


def _windows(ways: Ways, *, now: datetime) -> dict[str, DeliveryWindow]:
    return {option: dates_for(route, rule=rule, at=now).window for (_country, option), (route, rule) in ways.items()}


def _ways(country: str = "") -> Ways:
    found: Ways = {}
    for where in (one for one in destinations() if country in {"", one.country}):
        for option in options(where.zone):
            route = Route(option.carrier, option.code, settings.WAREHOUSE_COUNTRY, where.country)
            found[where.country, option.code] = route, _rule(option)
    return found


def _rule(option: Option) -> RuleDays:
    (handling, handling_most), (transit, transit_most) = option.handling_days, option.transit_days
    return RuleDays(handling=Days(fewest=handling, most=handling_most), transit=Days(fewest=transit, most=transit_most))


def _record(parcel: PastParcel, ways: Ways, *, now: datetime, prefix: str = IMPORTED) -> DeliveryRecord | None:
    way = ways.get((parcel.route.country, parcel.route.option))
    if way is None:
        return None
    route, rule = way
    promised = dates_for(route, rule=rule, at=parcel.placed_at)
    ended_at = parcel.given_up_at or (None if parcel.delivered_at else now)
    return DeliveryRecord(
        key=f"{prefix}{parcel.number}",
        lane=route.lanes[0],
        carrier=parcel.route.carrier,
        placed_at=parcel.placed_at,
        handed_over_at=parcel.handed_over_at,
        first_scan_at=parcel.first_scan_at,
        delivered_at=parcel.delivered_at,
        ended_at=ended_at,
        is_lost=parcel.given_up_at is not None,
        promised_earliest=promised.window.earliest,
        promised_latest=promised.window.latest,
        # The table's days, too, were promised by a merchant who wished to be this sure.
        asked=promised.evidence.get("sure", sureness()),
    )
