"""hook.one: how fast carrier messages come in, each durable before its 202."""

import asyncio
from collections.abc import Iterator

from tests.bench.alerts import alerts
from tests.bench.client import Load, closed_loop, post
from tests.bench.figures import Figure, figure
from tests.bench.run import Run

CONNECTIONS = 128
PATH = "/hooks/carriers/ups"
HEADERS = "credential: demo-ups-credential\r\nUser-Agent: UPSPubSubTrackingService\r\n"


def hook_requests(run: Run) -> Iterator[bytes]:
    """Return messages without end about the parcels that travel."""
    numbers = [number for _, carrier, number in run.seeds["moving"] if carrier == "ups"]
    return (post(PATH, body, headers=HEADERS) for body in alerts(numbers))


def hook_figures(run: Run) -> list[Figure]:
    """Measure single messages against a group commit that takes what it is sent."""
    if not run.wants("hook.one"):
        return []
    requests = hook_requests(run)
    values, limits, busiest = [], [], 0.0
    with run.shop() as shop, run.bare("hook") as bare:
        for _ in range(run.effort.rounds):
            ours, bares = _load(run, shop, requests), _load(run, bare, requests)
            values.append(ours.rate)
            limits.append(bares.rate)
            busiest = max(busiest, ours.client, bares.client)
    run.warn_if_client_was_the_limit("hook.one", busiest)
    run.clear_inbox()
    return [figure("hook.one", run.place.name, values=values, limits=limits, unit="messages/s")]


def _load(run: Run, port: int, requests: Iterator[bytes]) -> Load:
    return asyncio.run(
        closed_loop(port, requests, connections=CONNECTIONS, seconds=run.effort.seconds, expected=b"202")
    )
