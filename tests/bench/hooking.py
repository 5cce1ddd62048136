"""hook.one and hook.many: how fast carrier messages come in, each durable before its 202."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tests.bench.alerts import alerts
from tests.bench.client import Load, closed_loop, post
from tests.bench.drivers import Database, connect
from tests.bench.figures import Figure, figure
from tests.bench.messages import CITIES, ON_THE_ROUND, VOICES
from tests.bench.run import Run
from tests.bench.servers import pin

CONNECTIONS = 128
PATH = "/hooks/carriers/ups"
HEADERS = "credential: demo-ups-credential\r\nUser-Agent: UPSPubSubTrackingService\r\n"
IN_A_BODY = 50
SENDERS = 16
"""Bodies under way at once, and so the most that one commit of the shop takes; its limit always takes as many."""
GENERIC = "/hooks/carriers/generic"
SECRET = b"demo-generic-credential"
WORDINGS = 100
"""Bodies made ahead, of 30 kB each: the client has no time to make them while it asks."""
RAW = ("carrier", "received_at", "body", "state", "tracking_number", "error")


def hook_requests(run: Run) -> Iterator[bytes]:
    """Return messages without end about the parcels that travel."""
    numbers = [number for _, carrier, number in run.seeds["moving"] if carrier == "ups"]
    return (post(PATH, body, headers=HEADERS) for body in alerts(numbers))


def hook_figures(run: Run) -> list[Figure]:
    """Measure single messages, and bodies of many, each against its limit."""
    measures = {"hook.one": _one, "hook.many": _many}
    return [measure(run) for name, measure in measures.items() if run.wants(name)]


def _one(run: Run) -> Figure:
    """Measure single messages against a group commit that takes what it is sent."""
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
    return figure("hook.one", run.place.name, values=values, limits=limits, unit="messages/s")


def _many(run: Run) -> Figure:
    """Measure bodies of many messages against the same rows, ready made, written in bulk."""
    bodies = generic_bodies([number for _, carrier, number in run.seeds["moving"] if carrier == "generic"])
    requests = (post(GENERIC, body, headers=signature(body)) for body in bodies)
    values, limits, busiest = [], [], 0.0
    with run.shop() as shop, closing(connect(run.place.url)) as database:
        for _ in range(run.effort.rounds):
            ours = _load(run, shop, requests, connections=SENDERS)
            values.append(ours.rate * IN_A_BODY)
            busiest = max(busiest, ours.client)
            # On the core on which the shop writes: PostgreSQL has the other for both.
            pin(run.server_core)
            limits.append(write_bodies(database, bodies, seconds=run.effort.seconds) * IN_A_BODY)
            pin(run.client_core)
    run.warn_if_client_was_the_limit("hook.many", busiest)
    run.clear_inbox()
    return figure("hook.many", run.place.name, values=values, limits=limits, unit="messages/s")


def generic_bodies(numbers: Sequence[str]) -> Iterator[bytes]:
    """Return bodies of many messages without end, in the shop's own format, no two alike."""
    voice, count = VOICES["generic"], itertools.count()
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=12)
    told = (
        voice.body(number, began + timedelta(seconds=n), CITIES[n % len(CITIES)], voice.events[n % ON_THE_ROUND])
        for number, n in zip(itertools.cycle(numbers), count, strict=False)
    )
    some = [[next(told)["messages"][0] for _ in range(IN_A_BODY)] for _ in range(WORDINGS)]
    ready = [json.dumps({"messages": messages})[1:].encode() for messages in some]
    return (b'{"batch": %d, %b' % (n, rest) for n, rest in enumerate(itertools.cycle(ready)))


def signature(body: bytes) -> str:
    """Return the header that shows who sent a body."""
    moment = b"%d" % time.time()
    signed = hmac.new(SECRET, moment + b"." + body, hashlib.sha256).hexdigest()
    return f"signature: t={moment.decode()},v1={signed}\r\n"


def write_bodies(database: Database, bodies: Iterator[bytes], *, seconds: float) -> float:
    """Write the rows that bodies come to, so many in a transaction; return how many bodies a second were written."""
    written, took = 0, 0.0
    while took < seconds:
        now = datetime.now(UTC)
        at = f"{now:%Y-%m-%d %H:%M:%S.%f}" if database.vendor == "sqlite" else now
        some = list(itertools.islice(bodies, SENDERS))
        keys = [(hashlib.sha256(body).hexdigest()[:43], at) for body in some]
        rows = [("generic", at, body, "new", "", "") for body in some]
        began = time.perf_counter()
        with database.transaction():
            database.insert("tracking_messagekey", ["key", "received_at"], keys)
            database.insert("tracking_rawmessage", RAW, rows)
        took += time.perf_counter() - began
        written += len(some)
    return written / took


def _load(run: Run, port: int, requests: Iterator[bytes], *, connections: int = CONNECTIONS) -> Load:
    return asyncio.run(
        closed_loop(port, requests, connections=connections, seconds=run.effort.seconds, expected=b"202")
    )
