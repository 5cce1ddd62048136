"""Changed before the warehouse began, or not at all; one last pair goes to one; nobody waits in a ring."""

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
        [sys.executable, "-m", "tests.usecases.aftercare.change_racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    moved = {"fared": {"done": 4}, "city": "Odense", "edits": 1}
    begun = {"fared": {"done": 2, "NotChangedError": 2}, "city": "Copenhagen", "edits": 0}
    assert all(end in (moved, begun) for end in found["picking"]), found["picking"]
    for end in found["last pair"]:
        # It costs 10.00 less, which goes back to the one who got it.
        assert end == {"fared": {"done": 1, "NotChangedError": 3}, "changed": 1, "back": 1_000}
    assert found["crosswise"] == {"done": 12}
    assert found["reserved"] == found["kept"] == found["sold"]
