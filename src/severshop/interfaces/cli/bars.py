"""A progress bar for whatever takes longer than a moment."""

import sys
import time
from collections.abc import Callable

WIDTH = 40
EVERY_SECONDS = 0.2

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


def bar(of: str) -> Progress:
    """Return what draws a progress bar on standard error at a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _done, _all: None
    drawn_at = 0.0

    def draw(done: int, whole: int) -> None:
        nonlocal drawn_at
        if done < whole and time.monotonic() - drawn_at < EVERY_SECONDS:
            return
        drawn_at = time.monotonic()
        full = WIDTH * done // max(whole, 1)
        end = "\n" if done >= whole else ""
        print(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {of} {done} of {whole}", end=end, file=sys.stderr, flush=True)

    return draw
