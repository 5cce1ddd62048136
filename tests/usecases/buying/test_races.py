"""Many buyers at once, in several real processes, on a database file or on PostgreSQL; and power cuts."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.usecases.buying.gateways import SECRET, Gateway

pytestmark = [pytest.mark.shop, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[3]
PROCESSES = 4
Command = tuple[str, dict[str, Any]]


@dataclass
class Town:
    """A shop's database and the processes that buy in it."""

    environment: Mapping[str, str]

    def begin(self, *commands: Command) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.usecases.buying.buyer", json.dumps(commands)],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *commands: Command) -> list[Any]:
        return self.answers(self.begin(*commands))

    def answers(self, process: subprocess.Popen[str]) -> list[Any]:
        out, errors = process.communicate(timeout=90)
        assert process.returncode == 0, errors
        return json.loads(out)

    def buy_at_once(self, jobs: list[list[str]]) -> Counter[str]:
        """Place all jobs at the same moment, shared out among the processes."""
        shares = [jobs[first::PROCESSES] for first in range(PROCESSES)]
        buyers = [self.begin(("buy", {"jobs": share, "wait": True})) for share in shares]
        for buyer in buyers:
            assert buyer.stdout is not None
            assert buyer.stdout.readline() == "ready\n"
        for buyer in buyers:
            assert buyer.stdin is not None
            buyer.stdin.write("go\n")
            buyer.stdin.flush()
        return Counter(outcome for buyer in buyers for outcome in self.answers(buyer)[0])


def environment(gateway: Gateway, *, database: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "severshop.config.settings.testing",
        "GATEWAY_URL": gateway.url,
        "GATEWAY_SECRET": SECRET,
        "SEVERSHOP_VAR": str(folder),
        "LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("empty") / "shop.sqlite3"
    Town({"DATABASE_URL": f"sqlite:///{file}", "SEVERSHOP_VAR": str(file.parent)}).run(("migrate", {}))
    return file


@pytest.fixture
def town(request: pytest.FixtureRequest, gateway: Gateway, tmp_path: Path) -> Town:
    """PostgreSQL: the suite's test database. SQLite: a file, because the suite's own lies in memory."""
    if connection.vendor == "postgresql":
        return Town(environment(gateway, database=postgresql_url(), folder=tmp_path))
    shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "shop.sqlite3")
    return Town(environment(gateway, database=f"sqlite:///{tmp_path}/shop.sqlite3", folder=tmp_path))


def postgresql_url() -> str:
    known = connection.settings_dict
    login = ":".join(quote(known[part], safe="") for part in ("USER", "PASSWORD") if known[part])
    place = quote(known["HOST"], safe="") + (f":{known['PORT']}" if known["PORT"] else "")
    options = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in known["OPTIONS"].items())
    return f"postgresql://{login}@{place}/{known['NAME']}?{options}"


def charged(gateway: Gateway, jobs: list[list[str]]) -> list[str]:
    """Return the orders, one for each charge that succeeded."""
    mine = {checkout_id for checkout_id, _seal in jobs}
    return sorted(
        charge["reference"]
        for charge in gateway.charges()
        if charge["state"] == "succeeded" and charge["reference"] in mine
    )


def test_twenty_buyers_want_the_last_two_pairs(town: Town, gateway: Gateway) -> None:
    (jobs,) = town.run(("prepare", {"shoes": 2, "checkouts": 20}))
    assert town.buy_at_once(jobs) == {"Placed": 2, "SoldOut": 18}
    (end,) = town.run(("report", {}))
    assert (len(end["orders"]), end["sold"], end["reserved"], end["on_hand"]) == (2, 2, 2, 2)
    assert charged(gateway, jobs) == sorted(end["orders"])


def test_the_same_checkout_is_paid_eight_times_at_once(town: Town, gateway: Gateway) -> None:
    ((job,),) = town.run(("prepare", {"shoes": 5, "checkouts": 1}))
    assert town.buy_at_once([job] * 8) == {"Placed": 8}
    (end,) = town.run(("report", {}))
    assert (end["orders"], end["reserved"]) == ([job[0]], 1)
    assert charged(gateway, [job]) == [job[0]]
    assert len(gateway.charges(job[0])) == 1


@pytest.mark.parametrize(
    ("step", "after_seconds", "orders"), [("_begin", 61, 0), ("_ask_to_pay", 20, 1), ("_finish", 20, 1)]
)
def test_a_power_cut_at_any_step_ends_well(
    town: Town, gateway: Gateway, step: str, after_seconds: int, orders: int
) -> None:
    ((job,),) = town.run(("prepare", {"shoes": 5, "checkouts": 1}))
    again = ("buy", {"jobs": [job]})
    killed = town.begin(("buy", {"jobs": [job], "die": step}))
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    _ended, end, outcomes = town.run(("settle", {"seconds": after_seconds}), ("report", {}), again)
    assert (len(end["orders"]), end["reserved"]) == (orders, orders)
    assert outcomes == ["Placed"]
    assert charged(gateway, [job]) == [job[0]]
