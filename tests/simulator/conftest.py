from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.processes import Listener, Process, free_port, listener

SECRET = "a-secret-of-the-test"


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
