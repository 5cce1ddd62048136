"""When to try again what failed, and how to say what failed without saying about whom."""

import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits that double with every failure up to a ceiling, shortened at random so that not all return at once."""

    first: timedelta
    ceiling: timedelta

    def wait(self, failures: int, *, draw: Callable[[], float] = random.random) -> timedelta:
        """Return how long to wait after so many failures: between half and all of the doubled wait."""
        doubled = self.first * 2 ** min(failures - 1, 40) if failures > 0 else timedelta(0)
        return min(doubled, self.ceiling) * (0.5 + draw() / 2)


class SayableError(Exception):
    """A failure whose text names no person and no secret, so that it may be stored and logged."""


def describe(error: BaseException) -> str:
    """Return what failed and where. Only a `SayableError` is quoted: other messages may hold personal data."""
    if isinstance(error, SayableError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)] or frames
    return f"{type(error).__name__} in {Path(ours[-1].filename).name}:{ours[-1].lineno} ({ours[-1].name})"
