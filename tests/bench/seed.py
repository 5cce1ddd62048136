"""Many orders in seconds: a few of every carrier are made by the use cases themselves, the others are their clones.

`DATABASE_URL=... python -m tests.bench.seed --orders 10000 --out seeds.json` fills an empty, migrated
database and writes what a client needs: tokens, hashes, and the numbers of parcels that still travel.
A clone has keys, number, link and tracking numbers of its own; its public JSON and the hashes over
it are those that the shop would write.
"""

import argparse
import base64
import hashlib
import json
import os
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import django

from tests.bench.drivers import Database, connect
from tests.bench.messages import CITIES, ON_THE_ROUND, VOICES, body

CHUNK = 1000
STAGES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 6, 7, -1, 3, 8, 9, 4, 12, 2, 5)
"""How many scans each template has, -1 for a parcel not packed yet: three templates of every carrier, six on average."""
TEMPLATE_NUMBERS = 900_000_000
OF_ORDER = "order_id = %s"
OF_PARCEL = "parcel_id IN (SELECT id FROM fulfilment_parcel WHERE order_id = %s)"
TABLES = {
    "orders_order": "id = %s",
    "orders_address": OF_ORDER,
    "orders_orderline": OF_ORDER,
    "orders_linktoken": OF_ORDER,
    "promises_promise": OF_ORDER,
    "fulfilment_parcel": OF_ORDER,
    "fulfilment_parcelitem": OF_PARCEL,
    "fulfilment_handover": OF_PARCEL,
    "tracking_leg": OF_ORDER,
    "tracking_legreport": OF_ORDER,
    "tracking_scan": OF_ORDER,
    "snapshots_snapshot": OF_ORDER,
    "snapshots_snapshotchange": "token_hash IN (SELECT token_hash FROM snapshots_snapshot WHERE order_id = %s)",
    "outbox_outboxentry": OF_ORDER,
}
"""Every table that holds something of an order, in the order in which rows may point at one another."""
NUMBERED = {"promises_promise", "fulfilment_parcelitem", "snapshots_snapshotchange"}
"""Those whose `id` the database gives."""


@dataclass(frozen=True)
class Table:
    """A template's rows of one table: those columns that differ in a clone are named by their place."""

    name: str
    columns: list[str]
    rows: list[list[Any]]
    own: list[list[int]]


@dataclass(frozen=True)
class Template:
    """An order as it stands in the database, ready to be cloned."""

    order_id: uuid.UUID
    number: str
    token_hash: str
    tracking: list[str]
    carrier: str
    is_moving: bool
    keys: list[Any]
    tables: list[Table]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    django.setup()
    database = connect(os.environ["DATABASE_URL"])
    seeds = fill(database, make_templates(database), orders=asked.orders)
    asked.out.write_text(json.dumps(seeds))


def make_templates(database: Database) -> list[Template]:
    """Have the use cases make an order at every stage, and read how it stands in the database."""
    return [_template(database, order_id, carrier, moves) for order_id, carrier, moves in _made()]


def fill(database: Database, templates: Sequence[Template], *, orders: int) -> dict[str, list[Any]]:
    """Write so many clones; return their tokens, hashes, and who still travels under which number."""
    seeds: dict[str, list[Any]] = {"tokens": [], "hashes": [], "moving": []}
    for start in range(0, orders, CHUNK):
        written: dict[str, tuple[list[str], list[list[Any]]]] = {}
        for place in range(start, min(start + CHUNK, orders)):
            _clone(templates[place % len(templates)], place, written, seeds)
        with database.transaction():
            for name, (columns, rows) in written.items():
                database.insert(name, columns, rows)
        _show_progress(min(start + CHUNK, orders), orders)
    database.rows("ANALYZE")
    return seeds


def _clone(
    template: Template, place: int, written: dict[str, tuple[list[str], list[list[Any]]]], seeds: dict[str, list[Any]]
) -> None:
    from severshop.infra.ids import order_number, uuid7
    from severshop.infra.links import link_token, token_hash

    is_text = isinstance(template.keys[0], str)
    new = {key: (uuid7().hex if is_text else uuid7()) for key in template.keys}
    order_id = uuid.UUID(hex=str(new[template.keys[0]]))
    number, token = order_number(), link_token(order_id, generation=1)
    new |= {template.number: number, template.token_hash: token_hash(token)}
    new |= {old: _parcel_number(template.carrier, place * 4 + index) for index, old in enumerate(template.tracking)}
    texts = [(str(template.order_id), str(order_id))]
    texts += [(old, new[old]) for old in (template.number, *template.tracking)]
    for table in template.tables:
        _, rows = written.setdefault(table.name, (table.columns, []))
        for row, own in zip(table.rows, table.own, strict=True):
            copy = list(row)
            for index in own:
                copy[index] = new[copy[index]]
            rows.append(_told_anew(table, copy, texts))
    if template.is_moving:
        seeds["moving"].append([len(seeds["tokens"]), template.carrier, new[template.tracking[0]]])
    seeds["tokens"].append(token)
    seeds["hashes"].append(new[template.token_hash])


def _told_anew(table: Table, row: list[Any], texts: list[tuple[str, str]]) -> list[Any]:
    """Put the clone's names into what holds them inside of longer texts, and hash anew what is hashed."""
    if table.name == "outbox_outboxentry":
        key = table.columns.index("key")
        row[key] = row[key].replace(*texts[0])
    elif table.name == "snapshots_snapshot":
        body = row[table.columns.index("public_json")]
        for old, new in texts:
            body = body.replace(old.encode(), new.encode())
        row[table.columns.index("public_json")] = body
        row[table.columns.index("content_hash")] = content_hash(body)
    return row


def content_hash(body: bytes) -> str:
    """Return the hash that the shop keeps of a public JSON: without its version and its moment."""
    document = json.loads(body)
    del document["version"], document["updated_at"]
    said = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()[:18]).decode()


def _parcel_number(carrier: str, place: int) -> str:
    """Return a number for each place; UPS's have the right check digit."""
    from severshop.domain.carriers.numbers.check_digits import mod10

    if carrier != "ups":
        return f"{carrier[:2].upper()}{place:012d}"
    body = f"999BE1{place:09d}"
    return f"1Z{body}{mod10(body, (1, 2))}"


def _template(database: Database, order_id: uuid.UUID, carrier: str, is_moving: bool) -> Template:
    own_key = order_id.hex if database.vendor == "sqlite" else order_id
    tables = [_read_table(database, name, condition, own_key) for name, condition in TABLES.items()]
    known = {table.name: table for table in tables}
    number = _column(known["orders_order"], "number")[0]
    hashed = _column(known["orders_linktoken"], "token_hash")[0]
    tracking = _column(known["tracking_leg"], "number")
    keys = [own_key]
    for name in TABLES:
        if "id" in known[name].columns and name != "orders_order":
            keys += _column(known[name], "id")
    changing = {number, hashed, *tracking, *keys}
    for table in tables:
        table.own.extend([i for i, value in enumerate(row) if _is_in(value, changing)] for row in table.rows)
    return Template(order_id, number, hashed, tracking, carrier, is_moving, keys, tables)


def _read_table(database: Database, name: str, condition: str, own_key: Any) -> Table:
    described = database.raw.execute(f"SELECT * FROM {name} LIMIT 0").description or ()  # noqa: S608 - names of our own
    columns = [column[0] for column in described if not (column[0] == "id" and name in NUMBERED)]
    rows = database.rows(f"SELECT {', '.join(columns)} FROM {name} WHERE {condition}", own_key)  # noqa: S608
    return Table(name, columns, [list(row) for row in rows], [])


def _column(table: Table, name: str) -> list[Any]:
    return [row[table.columns.index(name)] for row in table.rows]


def _is_in(value: Any, changing: set[Any]) -> bool:
    return isinstance(value, str | uuid.UUID) and value in changing


def _made() -> Iterator[tuple[uuid.UUID, str, bool]]:
    """Make orders of every carrier at every stage; say of each whether its parcel still travels."""
    from severshop.infra import clock
    from severshop.infra.outbox.models import OutboxEntry
    from severshop.usecases.refresh_status import refresh_status
    from severshop.vocabulary.windows import DeliveryWindow
    from tests.factories import packed_parcel, placed_order

    now = clock.now()
    today = now.date()
    for place, (carrier, scans) in enumerate(zip(cycle(VOICES), STAGES, strict=False)):
        placed_at = now - timedelta(hours=30 + 3 * place)
        window = DeliveryWindow(today + timedelta(days=1), today + timedelta(days=3))
        order = placed_order(now=placed_at, quantities=(1, 2)[: 1 + place % 2], window=window)
        if scans >= 0:
            number = _parcel_number(carrier, TEMPLATE_NUMBERS + place)
            packed_parcel(order, now=placed_at + timedelta(hours=4), number=number, carrier=carrier)
            _travel(carrier, number, scans=scans, since=placed_at + timedelta(hours=5))
        # As it stands when a worker has kept up: nothing is due, no mail waits.
        refresh_status([order.id], now=now)
        OutboxEntry.objects.filter(order_id=order.id).update(done_at=now)
        yield order.id, carrier, scans >= 0


def _travel(carrier: str, number: str, *, scans: int, since: datetime) -> None:
    from severshop.usecases.tracking.receive_messages import message, receive_messages
    from severshop.usecases.tracking.update_timelines import update_timelines

    chance = random.Random(number)
    for count in range(scans):
        at = since + timedelta(hours=count, minutes=chance.randrange(50))
        told = body(carrier, number, at=at, city=chance.choice(CITIES), event=count % ON_THE_ROUND)
        receive_messages([message(carrier, told)], now=at)
        update_timelines(now=at)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        bar = "#" * (30 * done // total)
        print(
            f"\r  seeding [{bar:<30}] {done:,} of {total:,} orders", end="\n" if done == total else "", file=sys.stderr
        )


if __name__ == "__main__":
    main()
