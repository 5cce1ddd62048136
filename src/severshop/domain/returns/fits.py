"""Whether a shoe runs small or large, from how many pairs were kept and how many came back for their size. Pure.

A verdict is given only where the numbers bear it: every share is judged by the end of its interval that speaks
against the verdict. The interval is Wilson's for a share p of n pairs, with z = 1.96 for 95 %:

    (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)

(E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212; why this one where shares are small:
Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133.)

Pairs bought a year ago weigh half as much as those bought now: makers change their lasts. Shares are weighted ones,
and n is what so many weights are worth: (Σw)² / Σw² (L. Kish, Survey Sampling, 1965, section 11.7).
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Final, NamedTuple

HALF_LIFE_DAYS: Final = 365.0
MONTHS: Final = 24
"""Older months are not looked at."""
FEWEST_PAIRS: Final = 30
Z: Final = 1.96
MANY: Final = 0.05
"""Where more than this share of all pairs is returned for one of the two reasons, it is worth a word."""
FEW: Final = 0.10
"""Where less than this share is returned for either reason, a shoe is true to size."""


class Verdict(StrEnum):
    """How a shoe's sizes turn out."""

    RUNS_SMALL = "runs_small"
    TRUE_TO_SIZE = "true_to_size"
    RUNS_LARGE = "runs_large"


class Fits(NamedTuple):
    """Pairs that were bought in a month (its first day): kept, or back because too small or too large."""

    month: date
    kept: int = 0
    too_small: int = 0
    too_large: int = 0

    @property
    def pairs(self) -> int:
        return self.kept + self.too_small + self.too_large


class Fit(NamedTuple):
    """A verdict, and the pairs behind it as they were counted, without weights."""

    verdict: Verdict
    kept: int
    too_small: int
    too_large: int

    @property
    def back(self) -> int:
        """How many pairs came back for their size."""
        return self.too_small + self.too_large


class Share(NamedTuple):
    """Where a share lies, with 95 % of certainty."""

    low: float
    high: float


def fit(months: Collection[Fits], *, today: date) -> Fit | None:
    """Return what to say about a shoe's sizes; None where the numbers do not bear a verdict."""
    counted = [one for one in months if one.pairs]
    if sum(one.pairs for one in counted) < FEWEST_PAIRS:
        return None
    verdict = _verdict(counted, weights=[_weight(one.month, today=today) for one in counted])
    if verdict is None:
        return None
    return Fit(
        verdict,
        kept=sum(one.kept for one in counted),
        too_small=sum(one.too_small for one in counted),
        too_large=sum(one.too_large for one in counted),
    )


def _verdict(months: Sequence[Fits], *, weights: Sequence[float]) -> Verdict | None:
    pairs = [one.pairs for one in months]
    small, large = [one.too_small for one in months], [one.too_large for one in months]
    back = [one.too_small + one.too_large for one in months]
    for verdict, of_these in ((Verdict.RUNS_SMALL, small), (Verdict.RUNS_LARGE, large)):
        is_many = _share(of_these, among=pairs, weights=weights).low > MANY
        if is_many and _share(of_these, among=back, weights=weights).low > 1 / 2:
            return verdict
    return Verdict.TRUE_TO_SIZE if _share(back, among=pairs, weights=weights).high < FEW else None


def _share(parts: Sequence[int], *, among: Sequence[int], weights: Sequence[float]) -> Share:
    whole = sum(weight * count for weight, count in zip(weights, among, strict=True))
    if not whole:
        return Share(0, 1)
    part = sum(weight * count for weight, count in zip(weights, parts, strict=True))
    worth = whole**2 / sum(weight**2 * count for weight, count in zip(weights, among, strict=True))
    return wilson(part / whole, n=worth)


def wilson(share: float, *, n: float, z: float = Z) -> Share:
    """Return the interval of a share that was seen among `n` pairs (more than none; need not be whole)."""
    middle = share + z * z / (2 * n)
    reach = z * sqrt(max(share * (1 - share), 0) / n + z * z / (4 * n * n))
    norm = 1 + z * z / n
    return Share(max((middle - reach) / norm, 0), min((middle + reach) / norm, 1))


def first_month(today: date, *, months: int = MONTHS) -> date:
    """Return the first day of the month that lies so many months back."""
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _weight(month: date, *, today: date) -> float:
    age = max((today - month).days, 0)
    return float(0.5 ** (age / HALF_LIFE_DAYS))
