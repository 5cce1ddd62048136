"""The working clock: how much of a day counts. Learned from what ends on which weekday, and on holidays."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HOLIDAY = 7
KINDS_OF_DAY = 8
"""Monday to Sunday, and public holidays."""
HALF_LIFE_DAYS = 70.0
SHARE_OF_SUNDAY_WORTH = 15.0
"""A kind of day begins with a guess that counts as much as this many expected endings."""
FIRST_GUESS = (1.3, 1.3, 1.3, 1.3, 1.3, 0.35, 0.15, 0.2)
SHORTEST = 0.002


@dataclass
class WorkingClock:
    """The length of each kind of day, in average days of the week, for one stage in each country."""

    countries: int
    lengths: Floats = field(init=False)
    """Country x kind of day."""
    _ended: Floats = field(init=False)
    _expected: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.lengths = np.tile(np.array(FIRST_GUESS), (self.countries, 1))
        self._ended = np.zeros((self.countries, KINDS_OF_DAY))
        self._expected = np.zeros((self.countries, KINDS_OF_DAY))

    def observe(self, countries: Ints, *, kinds: Ints, hazard: Floats, ended: NDArray[np.bool_]) -> None:
        """Take in one day: for each that was under way its hazard at a day of average length, and whether it ended."""
        fade = 0.5 ** (1.0 / HALF_LIFE_DAYS)
        self._ended *= fade
        self._expected *= fade
        np.add.at(self._ended, (countries, kinds), ended)
        np.add.at(self._expected, (countries, kinds), hazard)

    def learned(self) -> None:
        """Work out the lengths to use from now on; the seven days of a week are seven days long together."""
        guess = np.array(FIRST_GUESS)
        lengths = (self._ended + SHARE_OF_SUNDAY_WORTH * guess) / (self._expected + SHARE_OF_SUNDAY_WORTH)
        week = lengths[:, :HOLIDAY].mean(axis=1, keepdims=True)
        self.lengths = np.maximum(lengths / week, SHORTEST)
