"""seen: how long after its hook was answered an event is on the open page, through worker and snapshot."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.alerts import alerts
from tests.bench.client import Connection, open_pages, post
from tests.bench.client import connect as connect_http
from tests.bench.drivers import connect
from tests.bench.figures import WAITED, Figure, figure
from tests.bench.hooking import HEADERS, PATH
from tests.bench.run import Run, say
from tests.bench.servers import running

RATE = 200
"""Messages a second."""
SENDERS = 24
TURNS = 3
SETTLE = 1.0
WARM_UP = 1.0
"""Seconds, in which the worker starts."""


@dataclass
class Probes:
    """When each page's message was accepted, and when its page heard of it."""

    accepted: dict[int, float] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    lost: int = 0

    def accept(self, index: int, at: float) -> None:
        self.accepted[index] = at

    def hear(self, index: int) -> None:
        self.seen.setdefault(index, time.perf_counter())

    def begin(self, index: int) -> None:
        """Settle what the page's last message came to, and wait for the next."""
        accepted, seen = self.accepted.pop(index, None), self.seen.pop(index, None)
        if accepted is not None and seen is not None:
            self.waits.append(max(0.0, seen - accepted) * 1000)
        elif accepted is not None:
            self.lost += 1


def seen_figures(run: Run) -> list[Figure]:
    """Measure the way from an accepted message to an open page against a bare commit's way to one."""
    if not run.wants("seen.p50") and not run.wants("seen.p99"):
        return []
    run.clear_inbox()
    p50: tuple[list[float], list[float]] = [], []
    p99: tuple[list[float], list[float]] = [], []
    seconds = run.effort.seen_seconds
    moving = [(index, number) for index, carrier, number in run.seeds["moving"] if carrier == "ups"]
    moving = moving[: run.effort.open_pages]
    with run.shop() as shop, run.bare("stream") as bare, _worker(run):
        messages = enumerate(alerts([number for _, number in moving]))
        _ours(run, shop, moving, messages, WARM_UP)
        for _ in range(TURNS):
            ours = _checked(_ours(run, shop, moving, messages, seconds), "the shop")
            bares = _checked(_bare(run, bare, moving), "the bare server")
            for side, waits in enumerate((ours, bares)):
                p50[side].append(quantile(waits, 0.5))
                p99[side].append(quantile(waits, 0.99))
    return [
        figure("seen.p50", run.place.name, values=p50[0], limits=p50[1], unit=WAITED),
        figure("seen.p99", run.place.name, values=p99[0], limits=p99[1], unit=WAITED),
    ]


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _worker(run: Run) -> Any:
    return running(run.place, "severshop.interfaces.cli", "worker", core=None, log="worker")


def _ours(
    run: Run, port: int, moving: Sequence[Sequence[Any]], messages: Iterator[tuple[int, bytes]], seconds: float
) -> Probes:
    paths = [f"/t/{run.seeds['tokens'][index]}/events" for index, _ in moving]
    return asyncio.run(_hooks_to_pages(port, paths, messages, seconds))


async def _hooks_to_pages(port: int, paths: list[str], messages: Iterator[tuple[int, bytes]], seconds: float) -> Probes:
    probes = Probes()
    pages = await open_pages(port, paths, probes.hear)
    await asyncio.sleep(SETTLE)
    probes.seen.clear()
    idle = [await connect_http(port) for _ in range(SENDERS)]
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for connection in idle:
        free.put_nowait(connection)
    async for _ in _at_rate(seconds):
        count, body = next(messages)
        index = count % len(paths)
        probes.begin(index)
        await _send(await free.get(), free, index, body, probes)
    await _end(probes, pages)
    for connection in idle:
        connection.close()
    return probes


async def _send(
    connection: Connection, free: asyncio.Queue[Connection], index: int, body: bytes, probes: Probes
) -> None:
    def answered(status: bytes) -> None:
        probes.accept(index, time.perf_counter())
        assert status == b"202", f"a hook was answered {status.decode()}"
        free.put_nowait(connection)

    connection.answered = answered
    connection.ask(post(PATH, body, headers=HEADERS))


def _bare(run: Run, port: int, moving: Sequence[Sequence[Any]]) -> Probes:
    hashes = [run.seeds["hashes"][index] for index, _ in moving]
    return asyncio.run(_commits_to_pages(run, port, hashes))


async def _commits_to_pages(run: Run, port: int, hashes: list[str]) -> Probes:
    probes = Probes()
    pages = await open_pages(port, [f"/t/{hashed}/events" for hashed in hashes], probes.hear)
    await asyncio.sleep(SETTLE)
    stop = threading.Event()
    writer = threading.Thread(target=_commit, args=(run, hashes, probes, stop))
    writer.start()
    await asyncio.sleep(run.effort.seen_seconds)
    stop.set()
    await asyncio.to_thread(writer.join)
    await _end(probes, pages)
    return probes


def _commit(run: Run, hashes: list[str], probes: Probes, stop: threading.Event) -> None:
    database = connect(run.place.bare_url)
    body = b"{" + b" " * 3000 + b"}"
    started = time.perf_counter()
    for count in range(10**9):
        stop.wait(max(0.0, started + count / RATE - time.perf_counter()))
        if stop.is_set():
            break
        index = count % len(hashes)
        probes.begin(index)
        with database.transaction():
            database.rows("INSERT INTO change (token_hash, body) VALUES (%s, %s)", hashes[index], body)
            if database.vendor == "postgresql":
                database.rows("NOTIFY change")
        probes.accept(index, time.perf_counter())
    database.close()


async def _at_rate(seconds: float) -> Any:
    loop = asyncio.get_running_loop()
    started = loop.time()
    for count in range(int(RATE * seconds)):
        await asyncio.sleep(max(0.0, started + count / RATE - loop.time()))
        yield count


async def _end(probes: Probes, pages: Sequence[Any]) -> None:
    deadline = time.perf_counter() + 5
    while len(probes.seen) < len(probes.accepted) and time.perf_counter() < deadline:  # noqa: ASYNC110 - the probes are plain numbers
        await asyncio.sleep(0.02)
    for index in list(probes.accepted):
        probes.begin(index)
    for page in pages:
        page.close()
    await asyncio.sleep(0.2)


def _checked(probes: Probes, who: str) -> list[float]:
    """Return the waits; a message that was never seen counts as a long one."""
    if probes.lost:
        say(f"  seen: {probes.lost} of {probes.lost + len(probes.waits)} messages never showed in time on {who}")
        probes.waits += [5000.0] * probes.lost
    return probes.waits
