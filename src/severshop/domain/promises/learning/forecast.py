"""From hazards to days: how likely an order has arrived by the end of each coming day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.hazards import BINS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REST_OF_HAND_OVER_DAY = 0.3
"""So much of the day is left for the carrier when a parcel is handed over, as a rule in the afternoon."""
NEGLIGIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known of a stage on a morning: hazards by lane and age, and the lengths of the coming days.

    `lengths` is orders x days.
    """

    hazards: Floats
    lengths: Floats


def ends_by(stage: Stage, *, lanes: Ints, ages: Floats) -> Floats:
    """Return, order by day, the chance that the stage has ended by the end of the day, given that it has not yet."""
    reached = np.cumsum(stage.lengths, axis=1) + ages[:, None]
    bins = np.minimum((reached - stage.lengths / 2).astype(np.int64), BINS - 1)
    waiting = np.cumsum(stage.hazards[lanes[:, None], bins] * stage.lengths, axis=1)
    return -np.expm1(-waiting)


def arrives_by(handling: Stage, transit: Stage, *, lanes: Ints, ages: Floats) -> Floats:
    """Return, order by day, the chance of arrival for orders that are not handed over yet, of these handling ages."""
    handed = ends_by(handling, lanes=lanes, ages=ages)
    handed_on = np.diff(handed, axis=1, prepend=0.0)
    clock = np.cumsum(transit.lengths, axis=1)
    arrived = np.zeros_like(handed)
    days = handed.shape[1]
    for day in range(days):
        chance = handed_on[:, day]
        if day and float((1.0 - handed[:, day - 1]).max()) < NEGLIGIBLE:
            break
        lengths = transit.lengths[:, day:].copy()
        lengths[:, 0] *= REST_OF_HAND_OVER_DAY
        begins = clock[:, day] - lengths[:, 0]
        middle = clock[:, day:] - begins[:, None] - lengths / 2
        bins = np.minimum(middle.astype(np.int64), BINS - 1)
        waiting = np.cumsum(transit.hazards[lanes[:, None], bins] * lengths, axis=1)
        arrived[:, day:] -= chance[:, None] * np.expm1(-waiting)
    return arrived


def quantile_days(arrived: Floats, *, chance: float) -> Ints:
    """Return for each order after how many days (0 is the first day) it has arrived with this chance."""
    reached = arrived >= chance
    found = np.argmax(reached, axis=1)
    return np.where(reached.any(axis=1), found, arrived.shape[1] - 1)


def nearest_days(arrived: Floats, *, chance: float) -> Ints:
    """Return for each order after how many days the chance that it has arrived is nearest to this one."""
    found: Ints = np.argmin(np.abs(arrived - chance), axis=1)
    return found


def window_days(arrived: Floats, *, chance: float) -> tuple[Ints, Ints]:
    """Return the first and last day of the central window that holds the arrival with about this chance."""
    before = np.hstack([np.zeros((len(arrived), 1)), arrived[:, :-1]])
    # The day of the median is in every window: else one of little chance could lie beside a wider one.
    middle = nearest_days(arrived, chance=0.5)
    first = np.minimum(nearest_days(before, chance=(1.0 - chance) / 2), middle)
    return first, np.maximum(nearest_days(arrived, chance=(1.0 + chance) / 2), middle)
