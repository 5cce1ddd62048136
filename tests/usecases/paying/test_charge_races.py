"""Killed, clicked twice, raced by the warehouse, after the same last pair: made with its payment, or neither."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.usecases.aftercare.test_races import ROOT, database_url
from tests.usecases.buying.gateways import SECRET

MADE = {"state": ["made"], "sku": "STR-GOLD-42", "charges": 1, "back": 0, "balances": True}
NOT_BEGUN = {"state": [], "sku": "STR-RUST-42", "charges": 0, "back": 0, "balances": True}
TOO_LATE = {"state": ["too_late"], "sku": "STR-RUST-42", "charges": 1, "back": 2_000, "balances": True}


def run(command, environment):
    return subprocess.run(
        [sys.executable, "-m", "tests.usecases.paying.charge_racers", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_first_it_ends_well(gateway, tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "SEVERSHOP_VAR": str(tmp_path),
        "GATEWAY_URL": gateway.url,
        "GATEWAY_SECRET": SECRET,
        "LOG_LEVEL": "CRITICAL",
    }
    assert run("kill", environment).returncode == -signal.SIGKILL
    done = run("race", environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    waits = {"state": ["paying"], "sku": "STR-RUST-42", "charges": 0, "back": 0, "balances": True}
    assert found["killed"] == [waits, MADE]
    for end in found["picking"]:
        assert end.pop("odd") == []
        assert end in (MADE, NOT_BEGUN, TOO_LATE), found["picking"]
    for end in found["last pair"]:
        assert end == {"fared": {"done": 1, "NotChangedError": 2}, "charges": 1}
    assert found["reserved"] == found["kept"] == found["sold"]
