"""fold: the worker's messages a second, and a writer of the same rows that thinks nothing.

Run as a module it measures both in turn, in one process and on one database, and prints what they took.
"""

import argparse
import itertools
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.drivers import Database, connect
from tests.bench.figures import Figure, figure
from tests.bench.messages import CITIES, ON_THE_ROUND, body
from tests.bench.run import Run
from tests.bench.servers import pin, run

BATCH = 500
ORDERS = 333
"""In a batch: half of them have one message in it, half have two, which is the most."""
ROUND_EVERY = 10
"""Every so-manieth message owes a mail."""
SCAN = (
    "id, order_id, parcel_id, leg_id, fingerprint, occurred_at, offset_minutes, milestone, reason, code, text, city,"
    " region, country, heard_at, message_id"
)
ENTRY = "id, topic, key, order_id, payload, created_at, due_at, attempts, last_error"
MOVING = (
    "SELECT l.carrier, l.number, l.order_id, l.parcel_id, l.id, s.token_hash, s.public_json FROM tracking_leg l"
    " JOIN snapshots_snapshot s ON s.order_id = l.order_id WHERE l.closed_at IS NULL ORDER BY l.id"
)
SNAPSHOTS = {
    "sqlite": "UPDATE snapshots_snapshot SET version = version + 1, content_hash = ?, status = 'shipped',"
    " attention = '', updated_at = ?, refresh_due_at = ?, public_json = ? WHERE token_hash = ?",
    "postgresql": "UPDATE snapshots_snapshot SET version = version + 1, content_hash = n.hash, status = 'shipped',"
    " attention = '', updated_at = n.at, refresh_due_at = n.due, public_json = n.body FROM unnest(%s::text[],"
    " %s::timestamptz[], %s::timestamptz[], %s::bytea[], %s::text[]) AS n (hash, at, due, body, token)"
    " WHERE token_hash = n.token",
}
REPORTS = {
    "sqlite": "INSERT INTO tracking_legreport (leg_id, order_id, parcel_id, estimate, estimate_as_of, proof_how,"
    " proof_name, proof_link) VALUES (?, ?, ?, ?, ?, '', '', '') ON CONFLICT (leg_id) DO UPDATE SET"
    " estimate = excluded.estimate, estimate_as_of = excluded.estimate_as_of",
    "postgresql": "INSERT INTO tracking_legreport (leg_id, order_id, parcel_id, estimate, estimate_as_of, proof_how,"
    " proof_name, proof_link) SELECT *, '', '', '' FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::date[],"
    " %s::timestamptz[]) ON CONFLICT (leg_id) DO UPDATE SET estimate = excluded.estimate,"
    " estimate_as_of = excluded.estimate_as_of",
}
READ = "UPDATE tracking_rawmessage SET state = 'read', read_at = %s WHERE id BETWEEN %s AND %s"


def fold_figures(of: Run) -> list[Figure]:
    """Measure in a process on the server's core."""
    if not of.wants("fold"):
        return []
    of.clear_inbox()
    assert of.seeds["moving"]
    arguments = [
        "--rounds",
        str(of.effort.fold_rounds),
        "--core",
        str(-1 if of.server_core is None else of.server_core),
    ]
    took = json.loads(run(of.place, "tests.bench.folding", *arguments, LOG_LEVEL="WARNING"))
    of.clear_inbox()
    values, limits = ([BATCH / seconds for seconds in took[side]] for side in ("fold", "bare"))
    return [figure("fold", of.place.name, values=values, limits=limits, unit="messages/s")]


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=-1, help="the core to run on")
    asked = parser.parse_args()
    pin(None if asked.core < 0 else asked.core)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    django.setup()
    print(json.dumps(measure(connect(os.environ["DATABASE_URL"]), rounds=asked.rounds)))


def measure(database: Database, *, rounds: int, size: int = BATCH, orders: int = ORDERS) -> dict[str, list[float]]:
    """Fold a batch, write a batch, and so on; return the seconds that each took. The first of each warms up."""
    from severshop.infra import clock
    from severshop.usecases.tracking.update_timelines import update_timelines

    batches = _batches(database.rows(MOVING), size=size, orders=orders)
    took: dict[str, list[float]] = {"fold": [], "bare": []}
    for _ in range(rounds + 1):
        _put(database, next(batches))
        mails = _mails(database)
        began = time.perf_counter()
        read = update_timelines(now=clock.now(), limit=size)
        took["fold"].append(time.perf_counter() - began)
        assert read == size, f"{read} of {size} messages were read"
        told = next(batches)
        last = _put(database, told)
        rows = _rows(database, told, last, mails=_mails(database) - mails)
        began = time.perf_counter()
        _write(database, rows, last, size)
        took["bare"].append(time.perf_counter() - began)
    return {side: seconds[1:] for side, seconds in took.items()}


@dataclass(frozen=True)
class Told:
    """A message, when it says that something happened, and the parcel that it is about."""

    carrier: str
    body: bytes
    at: datetime
    order_id: Any
    parcel_id: Any
    leg_id: Any
    token_hash: str
    public_json: bytes


def _batches(moving: Sequence[Sequence[Any]], *, size: int, orders: int) -> Iterator[list[Told]]:
    """Yield batches about the orders in turn, shuffled once, so that carriers and stages are mixed."""
    turns = random.Random(3).sample(moving, len(moving))
    ring = itertools.cycle(turns)
    seconds = itertools.count()
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=12)
    while True:
        some = [next(ring) for _ in range(min(orders, len(turns)))]
        some += some[: size - len(some)]
        yield [_told(row, began + timedelta(seconds=count), count) for row, count in zip(some, seconds, strict=False)]


def _told(row: Sequence[Any], at: datetime, count: int) -> Told:
    carrier, number = row[:2]
    event = ON_THE_ROUND if count % ROUND_EVERY == 0 else count % ON_THE_ROUND
    told = body(carrier, number, at=at, city=CITIES[count // 3 % len(CITIES)], event=event)
    return Told(carrier, told, at, *row[2:])


def _put(database: Database, batch: Sequence[Told]) -> int:
    """Put messages into the inbox; return the id of the last."""
    columns = ["carrier", "received_at", "body", "state", "tracking_number", "error"]
    now = _moment(database, datetime.now(UTC))
    with database.transaction():
        database.insert(
            "tracking_rawmessage", columns, [(told.carrier, now, told.body, "new", "", "") for told in batch]
        )
        ((last,),) = database.rows("SELECT max(id) FROM tracking_rawmessage")
    return int(last)


def _mails(database: Database) -> int:
    return int(database.rows("SELECT count(*) FROM outbox_outboxentry")[0][0])


def _rows(database: Database, batch: Sequence[Told], last: int, *, mails: int) -> dict[str, list[Any]]:
    """Return the rows that such a batch comes to, ready to be written; as many mails as its neighbour owed."""
    now = _moment(database, datetime.now(UTC))
    scans, reports, snapshots, changes, entries = [], {}, {}, {}, []
    for place, told in enumerate(batch):
        key = _key(database)
        at = _moment(database, told.at)
        estimate = told.at.date() + timedelta(days=2)
        said = (at, 0, "in_transit", "departed", "DP", "Departed from Facility")
        place_of = ("Cologne", "", "DE", now, last - len(batch) + 1 + place)
        whose = (told.order_id, told.parcel_id, told.leg_id)
        scans.append((key, *whose, f"{at}{key}"[:43], *said, *place_of))
        reports[told.leg_id] = (whose[2], *whose[:2], f"{estimate}" if database.vendor == "sqlite" else estimate, at)
        snapshots[told.token_hash] = (f"{key}"[:24], now, now, bytes(told.public_json) + b" " * 180, told.token_hash)
        changes[told.token_hash] = (told.token_hash, place, now)
    for told in batch[:mails]:
        key = _key(database)
        entries.append((key, "mail", f"mail:{key}", told.order_id, _payload(database), now, now, 0, ""))
    by_key = {"reports": reports, "snapshots": snapshots, "changes": changes}
    return {"scans": scans, "entries": entries} | {name: list(rows.values()) for name, rows in by_key.items()}


def _write(database: Database, rows: dict[str, list[Any]], last: int, size: int) -> None:
    """Write them, in one transaction."""
    with database.transaction():
        database.insert("tracking_scan", SCAN.split(", "), rows["scans"])
        database.write_many(REPORTS[database.vendor], rows["reports"])
        database.write_many(SNAPSHOTS[database.vendor], rows["snapshots"])
        database.insert("snapshots_snapshotchange", ["token_hash", "version", "changed_at"], rows["changes"])
        database.insert("outbox_outboxentry", ENTRY.split(", "), rows["entries"])
        database.rows(READ, _moment(database, datetime.now(UTC)), last - size + 1, last)


def _key(database: Database) -> Any:
    from severshop.infra.ids import uuid7

    key = uuid7()
    return key.hex if database.vendor == "sqlite" else key


def _payload(database: Database) -> Any:
    payload = {"kind": "out_for_delivery", "parcel": 1}
    return json.dumps(payload) if database.vendor == "sqlite" else payload


def _moment(database: Database, moment: datetime) -> Any:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if database.vendor == "sqlite" else moment


if __name__ == "__main__":
    main()
