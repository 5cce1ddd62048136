"""The last pair goes to one; it is sent once or not at all; and the shelf knows of no pair kept for nobody."""

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
        [sys.executable, "-m", "tests.usecases.aftercare.exchange_racers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for end in found["last pair"]:
        assert end in ({"returns": 1, "left": 0}, {"returns": 0, "left": 0}), found["last pair"]
    sent = {"orders": 1, "sent": 1, "end": "sent"}
    money = {"orders": 0, "sent": 0, "end": "changed_mind"}
    for end in found["sent or not"]:
        assert end in (sent, money), found["sent or not"]
    assert found["reserved"] == found["kept"]
