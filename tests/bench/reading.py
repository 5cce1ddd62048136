"""read.json, read.page, read.304: how fast the public page is read."""

import asyncio
import random
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import cycle

from tests.bench.client import Load, closed_loop, get
from tests.bench.figures import Figure, figure
from tests.bench.run import Run

CONNECTIONS = 32
HOT = 100
"""Pages that are read again and again, as those of the parcels that are underway today."""

Round = Callable[[int], Load]


def read_figures(run: Run) -> list[Figure]:
    """Measure the reads, each against one SELECT by primary key in a server that does nothing else."""
    wanted = [name for name in ("read.json", "read.page", "read.304") if run.wants(name)]
    if not wanted:
        return []
    tokens, hashes = run.seeds["tokens"], run.seeds["hashes"]
    chance = random.Random(7)
    with run.shop() as shop, run.bare("read") as bare:
        asks = {
            "read.json": ([get(f"/t/{token}.json") for token in chance.sample(tokens, len(tokens))], b"200"),
            "read.page": ([get(f"/t/{token}") for token in tokens[:HOT]], b"200"),
            "read.304": ([_if_none_match(shop, token) for token in tokens[:HOT]], b"304"),
        }
        limit = cycle([get(f"/t/{hashed}") for hashed in chance.sample(hashes, len(hashes))])
        return [_figure(run, name, shop, bare, asks[name], limit) for name in wanted]


def _figure(
    run: Run, name: str, shop: int, bare: int, ask: tuple[list[bytes], bytes], limit: Iterator[bytes]
) -> Figure:
    requests, expected = cycle(ask[0]), ask[1]
    values, limits, busiest = [], [], 0.0
    for _ in range(run.effort.rounds):
        ours = _load(run, shop, requests, expected)
        bares = _load(run, bare, limit, b"200")
        values.append(ours.rate)
        limits.append(bares.rate)
        busiest = max(busiest, ours.client, bares.client)
    run.warn_if_client_was_the_limit(name, busiest)
    return figure(name, run.place.name, values=values, limits=limits, unit="requests/s")


def _load(run: Run, port: int, requests: Iterator[bytes], expected: bytes) -> Load:
    return asyncio.run(
        closed_loop(port, requests, connections=CONNECTIONS, seconds=run.effort.seconds, expected=expected)
    )


def _if_none_match(port: int, token: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/t/{token}", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return get(f"/t/{token}", headers=f"If-None-Match: {answer.headers['etag']}\r\n")
