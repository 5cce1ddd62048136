"""The merchant's table of days as chances: what is assumed of a lane before its own parcels speak. Pure.

Each day from the fewest to the most is as likely; `RULE_KEEPS` is over by the most. What takes longer is over with the
chance `TAIL` on each further day.
"""

from collections.abc import Iterable
from functools import lru_cache

from severshop.domain.promises.learning.curves import Curve
from severshop.domain.promises.rules import Days

RULE_KEEPS = 0.93
"""The share that arrives within the days of the merchant's table, until own parcels say otherwise."""
EARLY, TAIL = 0.01, 0.4
"""The chance a day that it is over before the table's days, and after them."""
LONGEST_CURVE = 60
ALL_BUT = 0.0005


def guessed(days: Days, *, ages: int) -> list[float]:
    """Return the chance to be over on each working day, if it was not before, that stands for days of the table."""
    left = (1.0 - EARLY) ** days.fewest
    share = max(left - (1.0 - RULE_KEEPS), 0.0) / (days.most - days.fewest + 1)
    hazards = []
    for age in range(ages):
        inside = days.fewest <= age <= days.most
        hazard = share / left if inside else TAIL if age > days.most else EARLY
        hazards.append(max(hazard, EARLY))
        left -= share if inside else 0.0
    return hazards


@lru_cache(maxsize=1024)
def curve_of(days: Days) -> Curve:
    """Return days of the merchant's table as a curve."""
    return curve_from(guessed(days, ages=LONGEST_CURVE))


def curve_from(hazards: Iterable[float]) -> Curve:
    """Return the curve of the chances to be over on each working day, as far as it is worth telling."""
    left, chances = 1.0, []
    for hazard in hazards:
        left *= 1.0 - float(hazard)
        chances.append(round(1.0 - left, 5))
        if left < ALL_BUT or len(chances) == LONGEST_CURVE:
            break
    return Curve(tuple(chances))
