"""Gives the demo's shop what it had counted of sizes before it began: made-up pairs, the same at every set-up."""

from collections.abc import Mapping
from datetime import date
from itertools import cycle
from typing import NamedTuple

from django.db import transaction

from severshop.domain.catalogue.queries import product
from severshop.domain.returns.fit_counts import write_fits
from severshop.domain.returns.fits import Fits, first_month

SOURCE = "import:demo"
BEFORE = 3
"""Made-up pairs were bought so many months ago or earlier: what is younger is this shop's own."""
LASTS = 12


class Past(NamedTuple):
    """How many pairs of a product were kept, and how many came back because too small or too large."""

    kept: int
    too_small: int
    too_large: int


PASTS: Mapping[str, Past] = {
    "strada-runner": Past(kept=412, too_small=7, too_large=6),
    "tempo-runner": Past(kept=310, too_small=36, too_large=6),
    "matchpoint": Past(kept=268, too_small=4, too_large=31),
    "corso-sneaker": Past(kept=356, too_small=6, too_large=8),
}


@transaction.atomic
def give_fits(*, today: date) -> int:
    """Keep the past of sizes in place of the one given before; return how many rows it has."""
    counts: dict[str, list[Fits]] = {}
    for slug, past in PASTS.items():
        found = product(slug)
        skus = [size.sku for colour in found.colours for size in colour.sizes] if found else []
        if skus:
            _spread(past, skus, into=counts, today=today)
    return write_fits(counts, source=SOURCE)


def _spread(past: Past, skus: list[str], *, into: dict[str, list[Fits]], today: date) -> None:
    """Deal the pairs out, one by one, over sizes and months."""
    months = [first_month(today, months=BEFORE + age) for age in range(LASTS)]
    cells = [(sku, months[place % LASTS]) for place, sku in enumerate(skus)]
    dealt = dict.fromkeys(cells, Past(0, 0, 0))
    places = cycle(cells)
    for field in Past._fields:
        for _pair in range(getattr(past, field)):
            cell = next(places)
            dealt[cell] = dealt[cell]._replace(**{field: getattr(dealt[cell], field) + 1})
    for (sku, month), pairs in dealt.items():
        into.setdefault(sku, []).append(Fits(month, *pairs))
