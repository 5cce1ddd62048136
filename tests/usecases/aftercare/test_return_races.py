"""A pair comes back once, under one label, whoever announces, calls off or scans at the same moment."""

import json
import os
import subprocess
import sys

import pytest

from tests.usecases.aftercare.test_races import ROOT, database_url


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
        [sys.executable, "-m", "tests.usecases.aftercare.return_racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["form"] == {"fared": {"done": 4}, "units": 1, "told": ["announced"]}
    refused = {"fared": {"done": 1, "NotReturnableError": 3}, "units": 1, "told": ["announced"]}
    assert all(end == refused for end in found["pair"]), found["pair"]
    for end in found["withdrawal"]:
        assert (end["units"], end["told"]) == (1, ["announced"])
        assert end["fared"]["done"] == 2
    for end in found["label"]:
        assert end["told"] == ["cancelled"]
        assert end["parcels"] <= 1
        assert end["fared"] == {"done": 4}
    for end in found["scan"]:
        # Called off first, or scanned first: in the end it is on its way.
        assert end["told"] == ["under_way"]
        assert end["fared"] in ({"done": 2}, {"done": 1, "TooLateToChangeError": 1})
    assert found["photos"] == 4
