"""Counts that this process keeps; `/metrics` adds what the database knows."""

from collections import Counter

requests_total: Counter[tuple[str, int]] = Counter()
"""Answered requests by method and status."""

open_streams: Counter[str] = Counter()
"""Live streams that are open in this process now, by what they tell of."""
