"""How far a carrier's own estimates can be believed: by how late they came true before."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

SHARES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.99)
"""The shares that days after the estimate are kept for."""
ENOUGH = 30
"""Scored estimates before anything is believed of a carrier."""


class Trust(NamedTuple):
    """What a carrier's estimates were worth."""

    scored: int
    kept: float
    """Share that arrived on the estimated day or before."""
    days_after: Mapping[str, int]
    """Share (as text, "0.93") -> calendar days after the estimate by which this share had arrived."""


def trust_of(lateness: Sequence[int]) -> Trust:
    """Return the trust that follows from how many days after its estimate each parcel came (before is negative).

    Of n parcels the share q is taken as the ceil(q (n + 1))-th in order, so that few parcels promise less than
    many: where n is too small for a share, the worst that was seen stands for it.
    """
    ordered = sorted(lateness)
    count = len(ordered)
    days_after = {str(share): ordered[min(math.ceil(share * (count + 1)), count) - 1] for share in SHARES}
    return Trust(count, sum(days <= 0 for days in ordered) / count, days_after)


def believe(estimate: date, *, trust: Trust, sure: float) -> date:
    """Return the day by which a parcel arrives with this chance, going by its carrier's estimate.

    A carrier whose parcels tend to come before the day that it names earns an earlier one, and one that is often
    late a later one.
    """
    share = next((share for share in SHARES if share >= sure), SHARES[-1])
    return estimate + timedelta(days=trust.days_after[str(share)])
