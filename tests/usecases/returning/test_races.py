"""Many hands at the desk at once, each with a connection of its own: on a database file, or on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.usecases.aftercare.test_races import database_url

ROOT = Path(__file__).parents[3]
TOTAL = 13_390
ON_HAND = 10


@pytest.mark.django_db(transaction=True)
def test_whoever_is_faster_it_is_taken_in_paid_and_shelved_once(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.returning.racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for end in found["received"]:
        assert end == {"fared": {"done": 4}, "receipts": 1, "pieces": 1}
    for end in found["looked at"]:
        assert end == {"fared": {"done": 2, "NotSayableError": 2}, "rows": 1}
    for end in found["completed"]:
        # What came first out of goodwill is not paid twice: all that is left goes back, and no more.
        assert (end["back"], end["left"], end["acts"], end["on hand"]) == (TOTAL, 0, 1, ON_HAND)
        assert end["fared"]["NotReadyError"] == 3
    for end in found["chargeback"]:
        assert end == {"back": 0, "bank": TOTAL, "left": 0}
    for end in found["corrected"]:
        assert end["counts"] == 1
        assert (end["back"], end["pieces paid"], end["on hand"]) == (TOTAL, 1, ON_HAND)
    for end in found["stray"]:
        assert end == {"fared": 3, "returns": 1}
    for end in found["early"]:
        assert (end["back"], end["pieces paid"], end["on hand"]) == (TOTAL, 1, ON_HAND)
