"""live: how long after a commit an event is on the open page, with thousands open, and what they take of memory.

A bare writer commits what the worker would: ten changes at a time, a hundred times a second. What is measured is the
page's side alone: watcher, read of the snapshots, streams. Its limit sends the same bodies from its own log.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.client import open_pages
from tests.bench.drivers import Database, connect
from tests.bench.figures import KILOBYTES, WAITED, Figure, figure
from tests.bench.run import Run, say
from tests.bench.seeing import WARM_UP, Probes, quantile

PAGES = 10_000
RATE = 1_000
"""Changes a second."""
TOGETHER = 10
"""Changes in one commit."""
TURNS = 3
SETTLE = 1.0
LAST_WORDS = 5.0
"""Seconds after which what was not seen is lost."""
BODIES = "SELECT token_hash, public_json FROM snapshots_snapshot"
RAISE = "UPDATE snapshots_snapshot SET version = version + 1 WHERE token_hash = %s"
LOG = (
    "INSERT INTO snapshots_snapshotchange (token_hash, version, changed_at)"
    " SELECT token_hash, version, updated_at FROM snapshots_snapshot WHERE token_hash = %s"
)
BARE = "INSERT INTO change (token_hash, body) VALUES (%s, %s)"

Change = Callable[[Database, Sequence[int]], None]
"""Writes that so many pages changed, inside a transaction of the caller's."""


class Side(NamedTuple):
    """A server, its database, its pages and how one of them is changed."""

    who: str
    port: int
    url: str
    paths: list[str]
    change: Change


class Took(NamedTuple):
    """Milliseconds from commits to pages, and kilobytes that each open page took."""

    waits: list[float]
    kilobytes: float


def live_figures(of: Run) -> list[Figure]:
    """Measure with servers of their own for each turn: memory that was taken once is not given back."""
    if not any(of.wants(kind) for kind in ("live.p50", "live.p99", "live.memory")):
        return []
    chosen = range(min(PAGES, len(of.seeds["tokens"])))
    took: tuple[list[Took], list[Took]] = [], []
    for _ in range(TURNS):
        for turns, measure in zip(took, (_ours, _bare), strict=True):
            turns.append(measure(of, chosen))
    name = of.place.name
    both = [[[quantile(one.waits, share) for one in turns] for turns in took] for share in (0.5, 0.99)]
    sizes = [[one.kilobytes for one in turns] for turns in took]
    return [
        figure("live.p50", name, values=both[0][0], limits=both[0][1], unit=WAITED),
        figure("live.p99", name, values=both[1][0], limits=both[1][1], unit=WAITED),
        figure("live.memory", name, values=sizes[0], limits=sizes[1], unit=KILOBYTES),
    ]


def _ours(of: Run, chosen: Sequence[int]) -> Took:
    paths = [f"/t/{of.seeds['tokens'][page]}/events" for page in chosen]
    with of.shop() as port:
        return _measure(of, Side("the shop", port, of.place.url, paths, partial(raised, of.seeds["hashes"], {})))


def _bare(of: Run, chosen: Sequence[int]) -> Took:
    hashes = of.seeds["hashes"]
    with contextlib.closing(connect(of.place.url)) as kept:
        bodies: dict[str, bytes] = {token_hash: bytes(body) for token_hash, body in kept.rows(BODIES)}
    paths = [f"/t/{hashes[page]}/events" for page in chosen]
    with of.bare("stream") as port:
        return _measure(of, Side("the bare server", port, of.place.bare_url, paths, partial(with_body, hashes, bodies)))


def raised(hashes: Sequence[str], _bodies: Mapping[str, bytes], database: Database, pages: Sequence[int]) -> None:
    """Change the shop's pages: a version more, and an entry in the log of changes."""
    for page in pages:
        database.rows(RAISE, hashes[page])
        database.rows(LOG, hashes[page])
    if database.vendor == "postgresql":
        database.rows("NOTIFY severshop_changes")


def with_body(hashes: Sequence[str], bodies: Mapping[str, bytes], database: Database, pages: Sequence[int]) -> None:
    """Change the bare server's pages: an entry in its log, which holds the body."""
    for page in pages:
        database.rows(BARE, hashes[page], bodies[hashes[page]])
    if database.vendor == "postgresql":
        database.rows("NOTIFY change")


def _measure(of: Run, side: Side) -> Took:
    before = _memory(side.port)
    probes, after = asyncio.run(_commits_to_pages(side, of.effort.seen_seconds))
    if probes.lost:
        say(f"  live: {probes.lost} of {probes.lost + len(probes.waits)} changes never showed in time on {side.who}")
        probes.waits += [LAST_WORDS * 1000] * probes.lost
    return Took(probes.waits, (after - before) / len(side.paths))


async def _commits_to_pages(side: Side, seconds: float) -> tuple[Probes, float]:
    probes = Probes()
    pages = await open_pages(side.port, side.paths, probes.hear)
    await asyncio.sleep(SETTLE)
    probes.seen.clear()
    await _write(side, probes, WARM_UP)
    probes.waits.clear()
    probes.lost = 0
    await _write(side, probes, seconds)
    memory = _memory(side.port)
    for page in pages:
        page.close()
    return probes, memory


async def _write(side: Side, probes: Probes, seconds: float) -> None:
    stop = threading.Event()
    writer = asyncio.create_task(asyncio.to_thread(commit, side, probes, stop))
    # A writer that failed is heard of at once.
    await asyncio.wait([writer], timeout=seconds)
    stop.set()
    await writer
    deadline = time.perf_counter() + LAST_WORDS
    while not probes.accepted.keys() <= probes.seen.keys() and time.perf_counter() < deadline:  # noqa: ASYNC110 - the probes are plain numbers
        await asyncio.sleep(0.02)
    for page in list(probes.accepted):
        probes.begin(page)


def commit(side: Side, probes: Probes, stop: threading.Event, *, most: int = 10**9) -> None:
    """Change the pages in turn at the rate, so many times at most, or until told to stop."""
    database = connect(side.url)
    started = time.perf_counter()
    for first in range(0, most, TOGETHER):
        stop.wait(max(0.0, started + first / RATE - time.perf_counter()))
        if stop.is_set():
            break
        pages = [number % len(side.paths) for number in range(first, first + TOGETHER)]
        for page in pages:
            probes.begin(page)
        with database.transaction():
            side.change(database, pages)
        at = time.perf_counter()
        for page in pages:
            probes.accept(page, at)
    database.close()


def _memory(port: int) -> float:
    """Return the kilobytes of the server on a port that are its own: neither files mapped nor libraries."""
    import psutil

    total = 0.0
    for process in psutil.Process().children(recursive=True):
        if any(str(port) in word for word in process.cmdline()):
            total += _own_kilobytes(process)
    return total


def _own_kilobytes(process: Any) -> float:
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return float(process.memory_info().rss) / 1024
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return float(lines["RssAnon"].split()[0])
