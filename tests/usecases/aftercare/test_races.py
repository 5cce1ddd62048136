"""Many hands at once, each with a connection of its own: on a database file, or on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).parents[3]
TOTAL = 13_390


def database_url(folder):
    if connection.vendor != "postgresql":
        return f"sqlite:///{folder}/shop.sqlite3"
    known = connection.settings_dict
    login = ":".join(quote(known[part], safe="") for part in ("USER", "PASSWORD") if known[part])
    place = quote(known["HOST"], safe="") + (f":{known['PORT']}" if known["PORT"] else "")
    options = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in known["OPTIONS"].items())
    return f"postgresql://{login}@{place}/{known['NAME']}?{options}"


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_first_it_ends_well(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.aftercare.racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    cancelled = {"status": "cancelled", "handed over": 0, "back": TOTAL, "requests": ["granted"], "boxes": 0}
    left = {"status": "shipped", "handed over": 1, "back": 0, "requests": ["refused"], "boxes": 1}
    ends = (cancelled | {"letters": ["confirmed"]}, left | {"letters": ["refused"]})
    assert all(end in ends for end in found["hand over"]), found["hand over"]
    not_cancelled = {"status": "shipped", "handed over": 1, "back": 0, "requests": [], "boxes": 1, "letters": []}
    assert all(end in (ends[0], not_cancelled) for end in found["shop"]), found["shop"]
    at_once = {
        "status": "cancelled",
        "handed over": 0,
        "back": TOTAL,
        "requests": ["granted"],
        "letters": ["confirmed"],
    }
    asked = {"status": "in_process", "handed over": 0, "back": 0, "requests": ["open"], "letters": []}
    assert all(end in (at_once, asked) for end in found["picking"]), found["picking"]
    # Each form asked twice: one of the two people got it, and both of their clicks said so.
    assert found["two refund"] == {"fared": {"done": 2, "MoreThanLeftError": 2}, "back": 10_000, "refunds": 1}
    for end in found["chargeback"]:
        assert end == {"back": 0, "bank": TOTAL, "contested": 0}
    on_hand, reserved = found["stock"]
    assert on_hand == 100 - found["left the house"]
    assert reserved == found["kept"]
