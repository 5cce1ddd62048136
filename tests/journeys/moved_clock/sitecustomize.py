"""Found by every Python process that has this folder on its path: lets the shop's clock run ahead.

By how many seconds stands in the file that SEVERSHOP_TEST_AHEAD names, so that days can pass within a test.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

if ahead := os.environ.get("SEVERSHOP_TEST_AHEAD"):
    from severshop.infra import clock

    def _now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(ahead).read_text()))

    clock.now = _now
