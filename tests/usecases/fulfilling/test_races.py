"""Eight hands at once, each with a connection of its own: on a database file, or on PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from severshop.domain.customers.rules import TRIES_BY_ACCOUNT

ROOT = Path(__file__).parents[3]


def database_url(folder):
    if connection.vendor != "postgresql":
        return f"sqlite:///{folder}/shop.sqlite3"
    known = connection.settings_dict
    login = ":".join(quote(known[part], safe="") for part in ("USER", "PASSWORD") if known[part])
    place = quote(known["HOST"], safe="") + (f":{known['PORT']}" if known["PORT"] else "")
    options = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in known["OPTIONS"].items())
    return f"postgresql://{login}@{place}/{known['NAME']}?{options}"


@pytest.mark.django_db(transaction=True)
def test_however_many_hands_reach_for_it_each_thing_happens_once(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.fulfilling.packers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["same parcel"] == {"done": 8}
    assert found["last unit"] == {"done": 1, "StepNotPossibleError": 7}
    assert found["hand over"] == {"done": 8}
    assert (found["parcels"], found["units"], found["handed over"]) == (2, 2, 2)
    assert found["on hand"] == 3
    assert found["shipped mails"] == 2
    # Each hand guessed three times: however they mixed, no more than the limit got an answer.
    assert found["guess"].get("done", 0) * 3 <= TRIES_BY_ACCOUNT
    assert found["guess"]["TooOftenError"] >= 1
