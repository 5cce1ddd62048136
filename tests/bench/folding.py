"""fold: the worker's messages a second, and a writer of the same rows that thinks nothing.

Run as a module it measures both in turn, in one process and on one database, and prints what they took.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tests.bench.alerts import alerts
from tests.bench.drivers import Database, connect
from tests.bench.figures import Figure, figure
from tests.bench.run import Run
from tests.bench.servers import pin, run

BATCH = 500
SCAN = (
    "id, order_id, parcel_id, leg_id, fingerprint, occurred_at, offset_minutes, milestone, reason, code, text, city,"
    " region, country, heard_at, message_id"
)
MOVING = (
    "SELECT l.number, l.order_id, l.parcel_id, l.id, s.token_hash, s.public_json FROM tracking_leg l"
    " JOIN snapshots_snapshot s ON s.order_id = l.order_id WHERE l.closed_at IS NULL ORDER BY l.id"
)
UPDATE = {
    "sqlite": "UPDATE snapshots_snapshot SET version = version + 1, content_hash = ?, status = 'shipped',"
    " attention = '', updated_at = ?, refresh_due_at = ?, public_json = ? WHERE token_hash = ?",
    "postgresql": "UPDATE snapshots_snapshot SET version = version + 1, content_hash = n.hash, status = 'shipped',"
    " attention = '', updated_at = n.at, refresh_due_at = n.due, public_json = n.body FROM unnest(%s::text[],"
    " %s::timestamptz[], %s::timestamptz[], %s::bytea[], %s::text[]) AS n (hash, at, due, body, token)"
    " WHERE token_hash = n.token",
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


def measure(database: Database, *, rounds: int, size: int = BATCH) -> dict[str, list[float]]:
    """Fold a batch, write a batch, and so on; return the seconds that each took. The first of each warms up."""
    from severshop.infra import clock
    from severshop.usecases.tracking.update_timelines import update_timelines

    moving = database.rows(MOVING)
    turns = moving + moving
    random.Random(3).shuffle(turns)
    bodies = alerts([row[0] for row in turns])
    took: dict[str, list[float]] = {"fold": [], "bare": []}
    for number in range(rounds + 1):
        _put(database, [next(bodies) for _ in range(size)])
        began = time.perf_counter()
        read = update_timelines(now=clock.now(), limit=size)
        took["fold"].append(time.perf_counter() - began)
        assert read == size, f"{read} of {size} messages were read"
        last = _put(database, [next(bodies) for _ in range(size)])
        batch = _rows(database, [turns[(number * size + place) % len(turns)] for place in range(size)], last)
        began = time.perf_counter()
        _write(database, batch, last, size)
        took["bare"].append(time.perf_counter() - began)
    return {side: seconds[1:] for side, seconds in took.items()}


def _put(database: Database, bodies: Sequence[bytes]) -> int:
    """Put messages into the inbox; return the id of the last."""
    columns = ["carrier", "received_at", "body", "state", "tracking_number", "error"]
    with database.transaction():
        database.insert(
            "tracking_rawmessage", columns, [("ups", _now(database), body, "new", "", "") for body in bodies]
        )
        ((last,),) = database.rows("SELECT max(id) FROM tracking_rawmessage")
    return int(last)


def _rows(database: Database, moving: Sequence[Sequence[Any]], last: int) -> dict[str, list[Any]]:
    """Return the rows that such a batch comes to, ready to be written."""
    from severshop.infra.ids import uuid7

    now = _now(database)
    scans, snapshots, changes = [], {}, {}
    for place, (_, order_id, parcel_id, leg_id, token_hash, body) in enumerate(moving):
        fresh = uuid7()
        key = fresh.hex if database.vendor == "sqlite" else fresh
        fingerprint = (fresh.hex + fresh.hex)[:43]
        message_id = last - len(moving) + 1 + place
        place_of = ("Cologne", "", "DE", now, message_id)
        said = (now, 0, "in_transit", "departed", "DP", "Departed from Facility")
        scans.append((key, order_id, parcel_id, leg_id, fingerprint, *said, *place_of))
        snapshots[token_hash] = (fingerprint[:24], now, now, bytes(body) + b" " * 180, token_hash)
        changes[token_hash] = (token_hash, place, now)
    return {"scans": scans, "snapshots": list(snapshots.values()), "changes": list(changes.values())}


def _write(database: Database, batch: dict[str, list[Any]], last: int, size: int) -> None:
    """Write them, in one transaction."""
    with database.transaction():
        database.insert("tracking_scan", SCAN.split(", "), batch["scans"])
        if database.vendor == "sqlite":
            database.raw.executemany(UPDATE["sqlite"], batch["snapshots"])  # type: ignore[union-attr]
        else:
            database.rows(UPDATE["postgresql"], *map(list, zip(*batch["snapshots"], strict=True)))
        database.insert("snapshots_snapshotchange", ["token_hash", "version", "changed_at"], batch["changes"])
        database.rows(READ, _now(database), last - size + 1, last)


def _now(database: Database) -> Any:
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%d %H:%M:%S.%f}" if database.vendor == "sqlite" else now


if __name__ == "__main__":
    main()
