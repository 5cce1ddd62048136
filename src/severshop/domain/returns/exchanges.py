"""Pairs that are kept for returns, to be sent in exchange. Writes hold the order's lock."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, F, OuterRef

from severshop.domain.returns.models import Exchange, GoodsReceived, ReturnLine
from severshop.vocabulary.returning import ExchangeEnd


class Pair(NamedTuple):
    """Another pair as it was agreed on. Amounts are of a unit, in minor units of the order's currency."""

    sku: str
    name: str
    variant: str
    silhouette: str
    tint: str
    weight_grams: int
    hs_code: str
    origin: str
    unit_minor: int
    back_minor: int


class KeptPair(NamedTuple):
    """A pair that is, or was, kept for a return's line; `sent` counts the units that went into a linked order."""

    pair: Pair
    kept_at: datetime
    sent: int
    ended_at: datetime | None
    end: ExchangeEnd | None


def kept_for(line: ReturnLine) -> KeptPair | None:
    """Return what is kept for a return's line; None where money is wanted."""
    try:
        row = line.exchange
    except ObjectDoesNotExist:
        return None
    pair = Pair(
        sku=line.exchange_sku,
        name=row.name,
        variant=row.variant,
        silhouette=row.silhouette,
        tint=row.tint,
        weight_grams=row.weight_grams,
        hs_code=row.hs_code,
        origin=row.origin,
        unit_minor=row.unit_minor,
        back_minor=row.back_minor,
    )
    return KeptPair(pair, row.kept_at, row.sent, row.ended_at, ExchangeEnd(row.end) if row.end else None)


def write_exchanges(pairs: Mapping[int, Pair], *, now: datetime) -> None:
    """Write down which pairs are kept, by the id of the return's line."""
    Exchange.objects.bulk_create(
        Exchange(
            line_id=line_id,
            name=pair.name,
            variant=pair.variant,
            silhouette=pair.silhouette,
            tint=pair.tint,
            weight_grams=pair.weight_grams,
            hs_code=pair.hs_code,
            origin=pair.origin,
            unit_minor=pair.unit_minor,
            back_minor=pair.back_minor,
            kept_at=now,
        )
        for line_id, pair in pairs.items()
    )


def note_sent(units: Mapping[int, int]) -> None:
    """Count what went into a linked order, by the id of the return's line."""
    for line_id, quantity in units.items():
        Exchange.objects.filter(pk=line_id).update(sent=F("sent") + quantity)


def end_exchanges(line_ids: Collection[int], *, end: ExchangeEnd, now: datetime) -> None:
    """Write that nothing more is kept for these lines, and why. What ended before may end in another way again."""
    Exchange.objects.filter(pk__in=line_ids).update(ended_at=now, end=end.value)


def kept_since_before(moment: datetime, *, limit: int) -> tuple[uuid.UUID, ...]:
    """Return the returns for which pairs are still kept since before a moment, and nothing came; the longest first."""
    came = GoodsReceived.objects.filter(case=OuterRef("line__case"))
    rows = Exchange.objects.filter(~Exists(came), ended_at=None, kept_at__lt=moment).order_by("kept_at", "line__case")
    return tuple(dict.fromkeys(rows.values_list("line__case", flat=True)[:limit]))
