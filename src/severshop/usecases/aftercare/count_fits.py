"""Counts, once a day, how many pairs of each SKU were kept and how many came back for their size. One transaction."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from severshop.domain.orders.models import Cancellation, OrderLine
from severshop.domain.returns.fit_counts import OWN, Cohort, announced_back, back_for_size, write_fits
from severshop.domain.returns.fits import Fits, first_month
from severshop.domain.snapshots.models import Snapshot
from severshop.vocabulary.returning import ReturnReason
from severshop.vocabulary.statuses import OrderStatus

SETTLED = timedelta(days=60)
"""Who bought a pair so long ago has mostly decided whether to keep it. Younger ones would look like all returns."""


@transaction.atomic
def count_fits(*, now: datetime) -> int:
    """Count anew what was bought in the last two years and has been delivered; return how many rows it makes.

    Kept is what was delivered, not cancelled, and in no return. Months are those of UTC.
    """
    since = datetime.combine(first_month(now.astimezone(UTC).date()), time(), tzinfo=UTC)
    until = now - SETTLED
    sold = _delivered(since=since, until=until)
    back = back_for_size(since=since, until=until)
    gone = announced_back(since=since, until=until)
    counts: dict[str, list[Fits]] = defaultdict(list)
    for cohort in sorted({*sold, *(cohort for cohort, _reason in back)}):
        counts[cohort.sku].append(
            Fits(
                cohort.month,
                kept=max(sold.get(cohort, 0) - gone.get(cohort, 0), 0),
                too_small=back.get((cohort, ReturnReason.TOO_SMALL), 0),
                too_large=back.get((cohort, ReturnReason.TOO_LARGE), 0),
            )
        )
    return write_fits(counts, source=OWN)


def _delivered(*, since: datetime, until: datetime) -> dict[Cohort, int]:
    """Return how many units of each cohort are in orders that have all been delivered."""
    orders = Snapshot.objects.filter(
        status=OrderStatus.DELIVERED.value, placed_at__gte=since, placed_at__lt=until
    ).values("order_id")
    lines = OrderLine.objects.filter(order_id__in=orders).annotate(month=TruncMonth("order__placed_at", tzinfo=UTC))
    found = {
        Cohort(row["sku"], row["month"].date()): int(row["units"])
        for row in lines.values("sku", "month").annotate(units=Sum("quantity")).order_by()
    }
    cut = Cancellation.objects.filter(line__order_id__in=orders).annotate(
        month=TruncMonth("line__order__placed_at", tzinfo=UTC)
    )
    for row in cut.values("line__sku", "month").annotate(units=Sum("quantity")).order_by():
        found[Cohort(row["line__sku"], row["month"].date())] -= int(row["units"])
    return found
