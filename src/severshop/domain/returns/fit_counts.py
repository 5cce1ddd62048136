"""Keeps and reads how many pairs of each SKU were kept, or came back for their size, month by month."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from severshop.domain.returns.fits import Fits, first_month
from severshop.domain.returns.models import FitCount, GoodsReceived, ReturnLine
from severshop.vocabulary.returning import ReturnReason

OWN = "own"
"""The source of what this shop's orders and returns say."""
BATCH = 500
FOR_SIZE = (ReturnReason.TOO_SMALL.value, ReturnReason.TOO_LARGE.value)


class Cohort(NamedTuple):
    """The pairs of a SKU that were bought in a month."""

    sku: str
    month: date


def fits_of(skus: Collection[str], *, today: date) -> tuple[Fits, ...]:
    """Return what was counted of these SKUs together in the last two years, the oldest month first."""
    rows = FitCount.objects.filter(sku__in=skus, month__gte=first_month(today)).values("month").order_by("month")
    sums = rows.annotate(kept_=Sum("kept"), small_=Sum("too_small"), large_=Sum("too_large"))
    return tuple(Fits(row["month"], row["kept_"], row["small_"], row["large_"]) for row in sums)


def back_for_size(*, since: datetime, until: datetime) -> dict[tuple[Cohort, ReturnReason], int]:
    """Return how many pairs that were bought between the moments have come back to us for their size, by cohort."""
    came = GoodsReceived.objects.exclude(case=None).values("case")
    rows = ReturnLine.objects.filter(
        case__in=came,
        reason__in=FOR_SIZE,
        line__order__placed_at__gte=since,
        line__order__placed_at__lt=until,
    )
    sums = rows.annotate(month=TruncMonth("line__order__placed_at", tzinfo=UTC)).values("line__sku", "month", "reason")
    return {
        (Cohort(row["line__sku"], row["month"].date()), ReturnReason(row["reason"])): row["units"]
        for row in sums.annotate(units=Sum("quantity")).order_by()
    }


def announced_back(*, since: datetime, until: datetime) -> dict[Cohort, int]:
    """Return how many pairs bought between the moments are in returns, for whatever reason and however far."""
    rows = ReturnLine.objects.filter(
        case__cancelled_at=None, line__order__placed_at__gte=since, line__order__placed_at__lt=until
    )
    sums = rows.annotate(month=TruncMonth("line__order__placed_at", tzinfo=UTC)).values("line__sku", "month")
    return {
        Cohort(row["line__sku"], row["month"].date()): row["units"]
        for row in sums.annotate(units=Sum("quantity")).order_by()
    }


def write_fits(counts: Mapping[str, Collection[Fits]], *, source: str) -> int:
    """Keep what was counted, by SKU, in place of what that source had said before; return how many rows it is."""
    rows = [
        FitCount(
            sku=sku, month=one.month, source=source, kept=one.kept, too_small=one.too_small, too_large=one.too_large
        )
        for sku, months in sorted(counts.items())
        for one in months
        if one.pairs
    ]
    FitCount.objects.filter(source=source).delete()
    FitCount.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
