"""Whatever is wanted of a parcel at the same moment, it is made good once, and with one thing."""

import json
import os
import subprocess
import sys

import pytest

from tests.usecases.aftercare.test_races import ROOT, database_url


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_first_it_is_made_good_once(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.claiming.racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for end in found["two windows"]:
        assert end in ({"claims": 1, "refunds": 1, "sent": 0}, {"claims": 1, "refunds": 0, "sent": 1})
    for end in found["many decide"]:
        given = {"refund": (1, 0), "replacement": (0, 1)}.get(end["end"], (0, 0))
        assert (end["refunds"], end["sent"]) == given, found["many decide"]
    assert found["claimed or returned"] == [1, 1]
