"""`severshop run`: one command starts the demo, one signal ends it, and it says what is wrong."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from severshop.interfaces.cli.logins import PASSWORD
from tests.processes import wait_until

pytestmark = [
    pytest.mark.shop,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the demo keeps its data in a file"),
]


def four_free_ports() -> int:
    """Return the first of four neighbours that nobody listens on; test processes beside us look elsewhere."""
    for first in range(20_000 + os.getpid() * 16 % 10_000, 60_000, 16 * 7):
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            for port in range(first, first + 4):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no four free ports")


class Demo:
    """A `severshop run` with its own folder and ports."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = four_free_ports()
        self.url = f"http://localhost:{self.port}"
        self.said = var / "said.txt"
        self.first: dict = {}

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "SETTINGS_MODULE"))}
        return kept | {"SEVERSHOP_VAR": str(self.var), "PORT": str(self.port)}

    def start(self) -> subprocess.Popen[bytes]:
        with self.said.open("wb") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "severshop.interfaces.cli", "run", "--journey-seconds", "5"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @contextlib.contextmanager
    def running(self):
        process = self.start()
        try:
            wait_until(lambda: "is ready" in self.heard() or process.poll() is not None, what="the demo", seconds=120)
            assert process.poll() is None, self.heard()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)

    def heard(self) -> str:
        return self.said.read_text()

    def listening(self) -> list[int]:
        def listens(port: int) -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        return [port for port in range(self.port, self.port + 4) if listens(port)]


def statuses(demo: Demo) -> dict[str, dict]:
    """Return what the pages of the announced orders say, by what was announced."""
    lines = [line.rsplit(maxsplit=1) for line in demo.heard().splitlines() if "/t/" in line]
    return {said.strip(): httpx.get(f"{url}.json").raise_for_status().json() for said, url in lines}


GONE_WRONG = {
    "Held by customs": "customs_hold",
    "Lost": "lost",
    "Damaged on the way from Toronto": "damaged",
    "On its way back": "returning",
    "On the way from New York": None,
    "Silent, presumed lost": "lost",
    "Stuck at customs": "customs_hold",
}


def has_gone_wrong(demo: Demo) -> bool:
    """Tell whether the carriers have told of everything that has gone wrong."""
    pages = statuses(demo)
    return all(pages[said]["attention"] for said, attention in GONE_WRONG.items() if attention)


def who_has_it(pages: dict[str, dict]) -> dict[str, bool]:
    return {leg["carrier_name"]: leg["has_it"] for leg in pages["Handed on to another carrier"]["parcels"][0]["legs"]}


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Demo:
    """A demo that ran for the first time; what it said and what its pages told is in `first`."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    with demo.running():
        parcels = f"http://localhost:{demo.port + 2}/parcels"
        wait_until(lambda: statuses(demo)["Delivered"]["status"] == "delivered", what="the carrier's past messages")
        wait_until(lambda: statuses(demo)["Late"]["parcels"][0]["scans_total"] == 6, what="the late parcel's scans")
        wait_until(lambda: who_has_it(statuses(demo))["Royal Mail"], what="what the second carrier told")
        wait_until(lambda: has_gone_wrong(demo), what="all of the carriers' past messages")
        demo.first = {
            "said": demo.heard(),
            "pages": statuses(demo),
            "listening": demo.listening(),
            "parcels": len(httpx.get(parcels).json()["parcels"]),
        }
    demo.first["left"] = demo.listening()
    return demo


def test_first_run_sets_up_and_says_what_to_open(demo):
    said = demo.first["said"]
    assert "Preparing the database" in said
    assert f"{demo.url}/demo/mailbox/" in said
    assert PASSWORD in said
    assert len(demo.first["listening"]) == 4
    assert demo.first["left"] == []


@pytest.mark.parametrize(
    ("said", "status", "milestone"),
    [
        ("Just received", "received", ""),
        ("Being picked", "in_process", ""),
        ("Packed, not yet collected", "in_process", "label_created"),
        ("Handed over, no scan yet", "shipped", "label_created"),
        ("In transit", "shipped", "in_transit"),
        ("At customs", "shipped", "customs"),
        ("Out for delivery", "shipped", "out_for_delivery"),
        ("Nobody was at home", "shipped", "attempt_failed"),
        ("Waiting at a pickup point", "shipped", "pickup_ready"),
        ("Held up by snow", "shipped", "delayed"),
        ("Delivered", "delivered", "delivered"),
    ],
)
def test_story_has_an_order_in_every_state(demo, said, status, milestone):
    page = demo.first["pages"][said]
    assert page["status"] == status
    assert [parcel["milestone"] for parcel in page["parcels"]] == ([milestone] if milestone else [])


def test_story_has_a_late_order_and_one_in_two_parcels(demo):
    pages = demo.first["pages"]
    assert pages["Late"]["attention"] == "delayed"
    in_two = pages["One of two parcels delivered"]
    assert (in_two["parcels_delivered"], in_two["parcels_total"]) == (1, 2)
    assert demo.first["parcels"] == 35


def test_story_has_a_parcel_that_one_carrier_handed_on_to_another(demo):
    assert who_has_it(demo.first["pages"]) == {"DHL": False, "Royal Mail": True}


@pytest.mark.parametrize(("said", "attention"), GONE_WRONG.items())
def test_story_has_what_can_go_wrong(demo, said, attention):
    assert demo.first["pages"][said]["attention"] == attention


def test_second_run_sets_nothing_up_and_keeps_the_data(demo):
    with demo.running():
        assert "Preparing" not in demo.heard()
        assert statuses(demo)["Delivered"]["status"] == "delivered"
        ordered = subprocess.run(
            [sys.executable, "-m", "severshop.interfaces.cli", "demo", "order"],
            env=demo.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert set(json.loads(ordered.stdout)) == {"number", "token", "url"}


def test_a_second_demo_on_the_same_data_is_refused(demo):
    with demo.running():
        again = subprocess.run(
            [sys.executable, "-m", "severshop.interfaces.cli", "run"],
            env=demo.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert again.returncode == 1
    assert "already runs" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_port_in_use_is_named_with_its_mend(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port + 2))
        other.listen()
        refused = subprocess.run(
            [sys.executable, "-m", "severshop.interfaces.cli", "run"],
            env=demo.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert f"port {demo.port + 2}, which the carrier needs" in refused.stderr
    assert "PORT=" in refused.stderr


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process_quickly(demo, sign):
    with demo.running() as process:
        started = time.monotonic()
        process.send_signal(sign)
        assert process.wait(timeout=15) == 0
        assert time.monotonic() - started < 10
        assert demo.listening() == []


def test_when_one_process_dies_all_end_and_its_last_words_are_shown(demo):
    with demo.running() as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
        worker = next(child for child, command in commands.items() if b"worker" in command)
        os.kill(worker, signal.SIGKILL)
        assert process.wait(timeout=15) == 1
        assert "worker ended by itself" in demo.heard()
        assert demo.listening() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_a_killed_supervisor_leaves_nobody_behind(demo):
    with demo.running() as process:
        process.kill()
        wait_until(lambda: demo.listening() == [], what="the children's end", seconds=15)
