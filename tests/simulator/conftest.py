from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.processes import Listener, Process, free_port, listener

SECRET = "a-secret-of-the-test"
HOOKS = ("ups", "fedex", "usps", "dhl", "generic")


@dataclass
class CarrierProcess:
    process: Process
    url: str


@pytest.fixture
def shop() -> Iterator[Listener]:
    """Stand in for the shop: takes what the simulators send."""
    with listener() as kept:
        yield kept


@pytest.fixture
def gateway_process(tmp_path: Path) -> Iterator[tuple[Process, str]]:
    port = free_port()
    process = Process(
        "severshop.simulator.gateway",
        ["--port", str(port), "--slow-seconds", "0.6"],
        {"SEVERSHOP_VAR": str(tmp_path), "GATEWAY_SECRET": SECRET, "GATEWAY_URL": f"http://127.0.0.1:{port}"},
        tmp_path / "gateway.log",
    )
    process.start()
    try:
        process.wait_for(f"http://127.0.0.1:{port}/healthz")
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.end()


@pytest.fixture
def gateway(gateway_process: tuple[Process, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway_process[1], headers={"Authorization": f"Bearer {SECRET}"}) as client:
        yield client


@pytest.fixture
def start_carrier(tmp_path: Path, shop: Listener) -> Iterator[Callable[..., CarrierProcess]]:
    """Start the simulated carriers; they tell the stand-in shop."""
    started: list[CarrierProcess] = []
    secrets = {f"{hook.upper()}_HOOK_SECRET": f"{SECRET}-of-{hook}" for hook in HOOKS}

    def start(*arguments: str) -> CarrierProcess:
        port = free_port()
        process = Process(
            "severshop.simulator.carrier",
            ["--port", str(port), *arguments],
            {"SEVERSHOP_VAR": str(tmp_path), "PUBLIC_URL": shop.url} | secrets,
            tmp_path / "carrier.log",
        )
        carrier = CarrierProcess(process, f"http://127.0.0.1:{port}")
        started.append(carrier)
        process.start()
        process.wait_for(f"{carrier.url}/healthz")
        return carrier

    yield start
    for carrier in started:
        carrier.process.end()
