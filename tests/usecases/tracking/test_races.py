"""A message that is read at the very moment its number becomes ours: it is heard, on a file and on PostgreSQL."""

import json
import os
import subprocess
import sys

import pytest

from tests.usecases.fulfilling.test_races import ROOT, database_url


@pytest.mark.django_db(transaction=True)
def test_no_scan_is_missed_while_its_leg_is_opened(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.tracking.openers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout).values()) == {0}, done.stdout
