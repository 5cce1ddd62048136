"""How fast things happen, learned from what happened and from what has not happened yet.

For a stage (handling, transit) and a lane, the hazard at an age is the chance a day that the stage ends then. It is
counted as an actuary counts mortality: what ended at this age, divided by the time that anything of this age was
waiting. An order still under way counts in the waiting and not in the ending: it is evidence, not a gap
(occurrence/exposure rates, the piecewise exponential form of Kaplan-Meier).

Old days fade by a half-life. Several half-lives are kept, and mixed by how well each foretold the recent days.
Age runs by a working clock: a day on which little ends (a Sunday, a holiday) is a short day (see `clock`). Where
calendars are known, it runs in whole working days instead, and the hazard is the chance to end on such a day.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BINS = 100
"""Ages in working-clock days; the last bin holds all that is older."""
HALF_LIVES = (7.0, 21.0, 60.0)
"""In days: quick, usual, slow."""
MEMORY_DAYS = 20.0
"""Half-life of the judgement which of the half-lives foretells best."""
PARENT_WORTH = 3.0
"""A lane's parent counts as much as this many waiting days at each age."""
PACE_WORTH = 60.0
"""A lane's parent counts as much as this many endings where a lane's overall pace is worked out."""
FIRST_GUESS = 0.15
"""The hazard before anything is known: about a week."""
GUESS_WORTH = 2.0
JUDGED_DEPTH = 2
"""The half-lives are judged by what they foretell for regions: narrower lanes are too thin to judge by."""
TINY = 1e-12
SUREST = 0.995
"""No hazard of a whole day is believed to be greater."""
ENDED_WAITED = 0.4
"""What ended on a day waited so much of it: with this share, counting endings a day comes close to the true rate."""


@dataclass
class Hazards:
    """What is known of one stage: decayed endings and waiting by half-life, lane and age.

    Lane 0 is all; `parents[lane]` is the wider lane that a lane leans on and has a smaller number. Where `guesses`
    (lane x age) has numbers for a lane, it leans on these instead; NaN where it has none.
    """

    parents: Ints
    guesses: Floats | None = None
    in_whole_days: bool = False
    today: Floats = field(init=False)
    """Lane x age: the hazard to use today. Only lanes that `learned` was asked for are up to date."""
    _endings: Floats = field(init=False)
    _waiting: Floats = field(init=False)
    _each: Floats = field(init=False)
    """Half-life x lane x age: the hazard that this half-life believes in."""
    _trust: Floats = field(init=False)
    """How well each half-life foretold lately: decayed logarithmic score."""

    def __post_init__(self) -> None:
        shape = (len(HALF_LIVES), len(self.parents), BINS)
        self._endings, self._waiting = np.zeros(shape), np.zeros(shape)
        self._each = np.full(shape, FIRST_GUESS)
        self._trust = np.zeros(len(HALF_LIVES))
        self.today = np.full(shape[1:], FIRST_GUESS)

    def observe(self, paths: Ints, *, ages: Ints, waited: Floats, ended: Flags, day: int) -> None:
        """Take in one day of what was under way.

        `paths` (n x depth) names each one's lanes, the widest first; `ages` its age in bins, `waited` the length of
        the day for it, `ended` whether the stage ended on this day. `day` counts from the history's first.
        """
        self._judge(paths[:, min(JUDGED_DEPTH, paths.shape[1] - 1)], ages=ages, waited=waited, ended=ended)
        # A lane that repeats its parent, because a path is short, counts once.
        fresh = np.hstack([np.ones((len(paths), 1), bool), paths[:, 1:] != paths[:, :-1]])
        lanes = paths[fresh]
        at = lanes * BINS + np.broadcast_to(ages[:, None], paths.shape)[fresh]
        ended_waited = 1.0 if self.in_whole_days else ENDED_WAITED
        worked = np.broadcast_to(np.where(ended, waited * ended_waited, waited)[:, None], paths.shape)[fresh]
        over = np.broadcast_to(ended[:, None], paths.shape)[fresh]
        for which, half_life in enumerate(HALF_LIVES):
            # Instead of shrinking all that is old, what is new weighs more; `learned` divides by the day's weight.
            weight = 2.0 ** (day / half_life)
            np.add.at(self._waiting[which].reshape(-1), at, worked * weight)
            np.add.at(self._endings[which].reshape(-1), at, over * weight)

    def learned(self, *, day: int, paths: Ints) -> None:
        """Work out the hazards to use on this day, for the lanes on these paths."""
        steps = [np.unique(paths[:, depth]) for depth in range(1, paths.shape[1])]
        for which, half_life in enumerate(HALF_LIVES):
            fade = 2.0 ** (-day / half_life)
            self._fit(which, fade=fade, steps=steps)
        shares = np.exp(self._trust - self._trust.max())
        shares /= shares.sum()
        for lanes in (np.zeros(1, dtype=np.int64), *steps):
            self.today[lanes] = np.tensordot(shares, self._each[:, lanes], axes=1)

    def _fit(self, which: int, *, fade: float, steps: list[Ints]) -> None:
        rates, endings, waiting = self._each[which], self._endings[which], self._waiting[which]
        rates[0] = (endings[0] * fade + GUESS_WORTH * FIRST_GUESS) / (waiting[0] * fade + GUESS_WORTH)
        for step in steps:
            lanes = step[step > 0]
            over, worked, above = endings[lanes] * fade, waiting[lanes] * fade, self._above(rates, lanes)
            pace = (over.sum(axis=1) + PACE_WORTH) / ((worked * above).sum(axis=1) + PACE_WORTH)
            paced = self._believed(above * pace[:, None])
            rates[lanes] = self._believed((over + PARENT_WORTH * paced) / (worked + PARENT_WORTH))

    def _above(self, rates: Floats, lanes: Ints) -> Floats:
        """Return what the lanes lean on: the guess for each where there is one, else its parent."""
        wider: Floats = rates[self.parents[lanes]]
        if self.guesses is None:
            return wider
        guesses: Floats = self.guesses[lanes]
        return np.where(np.isnan(guesses), wider, guesses)

    def _believed(self, rates: Floats) -> Floats:
        return np.minimum(rates, SUREST) if self.in_whole_days else rates

    def _judge(self, lanes: Ints, *, ages: Ints, waited: Floats, ended: Flags) -> None:
        self._trust *= 0.5 ** (1.0 / MEMORY_DAYS)
        rates = self._each[:, lanes, ages]
        foretold = (-np.log1p(-rates) if self.in_whole_days else rates) * waited
        self._trust += np.where(ended, np.log(-np.expm1(-foretold) + TINY), -foretold).sum(axis=1)
