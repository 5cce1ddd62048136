"""watch: what a run of the watch takes when so many orders are due, among few open parcels and among a million.

Its limit is itself, among few: a watch that scanned what is open would take a hundred times as long among many. Run as
a module it measures among the orders that are there, fills the database up, measures again, and prints what it took.
"""

import argparse
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.drivers import Database, connect
from tests.bench.figures import WAITED, Figure, figure
from tests.bench.run import Run
from tests.bench.servers import pin, run

KIND = "watch"
DUE = 500
CHUNK = 50_000
TABLES = {
    "orders_order": "id = %s",
    "orders_linktoken": "order_id = %s",
    "promises_promise": "order_id = %s",
    "fulfilment_parcel": "order_id = %s",
    "fulfilment_handover": "parcel_id IN (SELECT id FROM fulfilment_parcel WHERE order_id = %s)",
    "tracking_leg": "order_id = %s",
    "snapshots_snapshot": "order_id = %s",
}
"""What an open parcel is to the watch, in the order in which rows may point at one another."""
OWN = {
    ("orders_order", "id"): "a",
    ("*", "order_id"): "a",
    ("fulfilment_parcel", "id"): "b",
    ("*", "parcel_id"): "b",
    ("tracking_leg", "id"): "c",
}
"""Keys that differ from one filler to the next, by a letter for whose they are."""
TEXTS = {"number": "'FILL' || n", "token_hash": "'fill' || n"}
SERIES = {
    "sqlite": "WITH RECURSIVE series (n) AS (SELECT %s UNION ALL SELECT n + 1 FROM series WHERE n + 1 < %s)",
    "postgresql": "WITH series (n) AS (SELECT generate_series(%s::int, %s::int - 1))",
}
KEY = {"sqlite": "'{}' || printf('%031x', n)", "postgresql": "('{}' || lpad(to_hex(n), 31, '0'))::uuid"}
LATER = {"sqlite": "datetime('now', '+30 days')", "postgresql": "now() + interval '30 days'"}
SETTLE = {
    "sqlite": ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
}
MOVING = (
    "SELECT s.token_hash, s.order_id FROM snapshots_snapshot s JOIN fulfilment_parcel p ON p.order_id = s.order_id"
    " WHERE s.status = 'shipped' ORDER BY s.token_hash LIMIT %s"
)


def watch_figures(of: Run) -> list[Figure]:
    """Measure in a process on the server's core. It fills the database: nothing else is measured on it afterwards."""
    if not of.wants(KIND):
        return []
    of.clear_inbox()
    assert of.seeds["moving"]
    core = -1 if of.server_core is None else of.server_core
    arguments = ["--rounds", str(of.effort.fold_rounds), "--open", str(of.effort.open_parcels), "--core", str(core)]
    took = json.loads(run(of.place, "tests.bench.watching", *arguments, LOG_LEVEL="WARNING"))
    among_many, among_few = ([seconds * 1000 for seconds in took[side]] for side in ("many", "few"))
    return [figure(KIND, of.place.name, values=among_many, limits=among_few, unit=WAITED)]


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--open", type=int, default=100_000, help="parcels that are open in the end")
    parser.add_argument("--core", type=int, default=-1, help="the core to run on")
    asked = parser.parse_args()
    pin(None if asked.core < 0 else asked.core)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    django.setup()
    print(json.dumps(measure(connect(os.environ["DATABASE_URL"]), rounds=asked.rounds, parcels=asked.open)))


def measure(database: Database, *, rounds: int, parcels: int, due: int = DUE) -> dict[str, list[float]]:
    """Return the seconds of each run, among what is there and among `parcels` open ones."""
    few = _runs(database, rounds=rounds, due=due)
    ((there,),) = database.rows("SELECT count(*) FROM snapshots_snapshot WHERE refresh_due_at IS NOT NULL")
    fill_up(database, parcels=max(parcels - there, 0))
    return {"few": few, "many": _runs(database, rounds=rounds, due=due)}


def fill_up(database: Database, *, parcels: int) -> None:
    """Write so many open parcels more, inside the database: each like one that is there, none of them due."""
    ((_, order_id),) = database.rows(MOVING, 1)
    for start in range(0, parcels, CHUNK):
        with database.transaction():
            for table, condition in TABLES.items():
                _fill(database, table, condition, order_id, start, min(start + CHUNK, parcels))
    # What the database would tidy up later is not to be measured.
    for statement in SETTLE[database.vendor]:
        database.rows(statement)


def _fill(database: Database, table: str, condition: str, order_id: Any, start: int, end: int) -> None:
    described = database.raw.execute(f"SELECT * FROM {table} LIMIT 0").description or ()  # noqa: S608 - names of our own
    columns = [column[0] for column in described if (table, column[0]) != ("promises_promise", "id")]
    values = ", ".join(_value(table, column, database.vendor) for column in columns)
    database.rows(
        f"{SERIES[database.vendor]} INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 - names of our own
        f" SELECT {values} FROM (SELECT * FROM {table} WHERE {condition} LIMIT 1) AS one, series",
        start,
        end,
        order_id,
    )


def _value(table: str, column: str, vendor: str) -> str:
    letter = OWN.get((table, column)) or OWN.get(("*", column))
    if letter:
        return KEY[vendor].format(letter)
    if column == "refresh_due_at":
        return LATER[vendor]
    if column == "public_json":
        # Nobody reads it, and a million of them would fill a disk.
        return "x''" if vendor == "sqlite" else "''::bytea"
    return TEXTS.get(column, column)


def _runs(database: Database, *, rounds: int, due: int) -> list[float]:
    """Let so many become due, and watch them; the first run warms up."""
    from severshop.infra import clock
    from severshop.usecases.refresh_status import refresh_due

    chosen = [token_hash for token_hash, _ in database.rows(MOVING, due)]
    took = []
    for _ in range(rounds + 1):
        past = datetime.now(UTC) - timedelta(minutes=1)
        moment = f"{past:%Y-%m-%d %H:%M:%S.%f}" if database.vendor == "sqlite" else past
        with database.transaction():
            for token_hash in chosen:
                database.rows(
                    "UPDATE snapshots_snapshot SET refresh_due_at = %s WHERE token_hash = %s", moment, token_hash
                )
        began = time.perf_counter()
        watched = refresh_due(now=clock.now(), limit=len(chosen))
        took.append(time.perf_counter() - began)
        assert watched == len(chosen), f"{watched} of {len(chosen)} were due"
    return took[1:]


if __name__ == "__main__":
    main()
