"""Lets a history from another system teach: its orders become records beside the shop's own.

Which way an order went is in the optional columns `carrier`, `option` and `origin`. What they leave open is taken from
the shop's own tables: its first way to ship to the country, the carrier that usually takes it, its own warehouse.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from severshop.domain.promises.learning.history import PastOrder, Refusals, RefusedError, read_history
from severshop.domain.promises.models import DeliveryRecord
from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.vocabulary.routes import Route

BATCH = 2000
LONGEST_ID = 60
COUNTRY, REGION, NAME = re.compile("[A-Z]{2}"), re.compile("[A-Z0-9]{1,3}"), re.compile("[a-z0-9_.-]{1,20}")
TOLD = (
    "lane",
    "carrier",
    "placed_at",
    "handed_over_at",
    "delivered_at",
    "ended_at",
    "promised_earliest",
    "promised_latest",
)

Progress = Callable[[int], None]
"""Told how many orders are kept so far."""


@dataclass
class _Ways:
    """The shop's own ways to ship, for what a history does not say."""

    options: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """By country: option and carrier, in the merchant's order."""

    def __post_init__(self) -> None:
        by_zone = defaultdict(list)
        for option in DeliveryOption.objects.all():
            by_zone[option.zone].append((option.code, option.carrier))
        self.options |= {where.country: by_zone[where.zone] for where in Destination.objects.all()}

    def route(self, order: PastOrder) -> Route:
        """Return the way that an order went. Raises `RefusedError`."""
        country, region = (*(part.upper() for part in order.lane[:2]), "", "")[:2]
        if not COUNTRY.fullmatch(country):
            raise RefusedError("lane begins with no country")
        usual = self.options[country]
        option = order.option.lower() or next((code for code, _carrier in usual), "")
        carrier = order.carrier.lower() or next((name for code, name in usual if code == option), "")
        origin = order.origin.upper() or settings.WAREHOUSE_COUNTRY
        if not NAME.fullmatch(option):
            raise RefusedError("no option, and the shop has none for the country")
        if not NAME.fullmatch(carrier):
            raise RefusedError("no carrier, and the shop has none for the country and option")
        if not COUNTRY.fullmatch(origin):
            raise RefusedError("origin is no country")
        return Route(carrier, option, origin, country, region if REGION.fullmatch(region) else "")


def teach(lines: Iterable[str], *, refusals: Refusals, now: datetime, progress: Progress = lambda _kept: None) -> int:
    """Keep the orders of a history (see `learning.history`) as records; return how many. Again changes nothing.

    What had not arrived when the history ends is known to wait until that day, and not beyond it. Lines that cannot
    be true end up in `refusals`. Raises `NoHistoryError`.
    """
    ways, today = _Ways(), now.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()

    def check(order: PastOrder) -> None:
        ways.route(order)
        if len(order.order_id) > LONGEST_ID:
            raise RefusedError("order_id is too long")
        if _last_day(order) > today:
            raise RefusedError("happened after today")

    kept, last, still_open = 0, date.min, list[str]()
    batch: list[DeliveryRecord] = []
    for order in read_history(lines, refusals=refusals, check=check):
        batch.append(_record(order, ways.route(order)))
        last = max(last, _last_day(order))
        if order.delivered_at is None:
            still_open.append(batch[-1].key)
        if len(batch) == BATCH:
            kept += _keep(batch)
            progress(kept)
            batch = []
    kept += _keep(batch)
    progress(kept)
    _end(still_open, last)
    return kept


def _record(order: PastOrder, route: Route) -> DeliveryRecord:
    return DeliveryRecord(
        key=f"import:{order.order_id}",
        lane=route.lanes[0],
        carrier=route.carrier,
        placed_at=_aware(order.placed_at),
        handed_over_at=_aware(order.handed_over_at) if order.handed_over_at else None,
        delivered_at=_aware(order.delivered_at) if order.delivered_at else None,
        promised_earliest=order.promised_on,
        promised_latest=order.promised_on,
    )


@transaction.atomic
def _keep(records: list[DeliveryRecord]) -> int:
    DeliveryRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["key"], update_fields=TOLD, batch_size=500
    )
    return len(records)


def _end(keys: list[str], last: date) -> None:
    """Note that nobody knows what became of these after the history's last day."""
    for start in range(0, len(keys), BATCH):
        chunk = DeliveryRecord.objects.filter(key__in=keys[start : start + BATCH])
        chunk.update(ended_at=_aware(datetime.combine(last + timedelta(days=1), time.min)))


def _last_day(order: PastOrder) -> date:
    return max(moment.date() for moment in (order.placed_at, order.handed_over_at, order.delivered_at) if moment)


def _aware(local: datetime) -> datetime:
    return local.replace(tzinfo=ZoneInfo(settings.SHOP_TIME_ZONE))
