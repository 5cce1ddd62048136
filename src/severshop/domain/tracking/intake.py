"""Taking messages in: each is kept raw, and once, however often it comes."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from severshop.domain.tracking.models import MessageState, RawMessage
from severshop.infra.db.bulk import insert, run
from severshop.infra.db.reads import rows_of

RAW_COLUMNS = ("carrier", "received_at", "body", "state", "tracking_number", "error")
NEW_KEYS = (
    "INSERT INTO tracking_messagekey (received_at, key) SELECT %s, value FROM json_each(%s)"
    " WHERE true ON CONFLICT DO NOTHING RETURNING key"
)
KEEP = (
    "WITH came AS (SELECT * FROM unnest(%s, %s, %s) WITH ORDINALITY AS came (key, carrier, body, place)),"
    " fresh AS (INSERT INTO tracking_messagekey (key, received_at) SELECT key, %s FROM came ORDER BY key"
    " ON CONFLICT DO NOTHING RETURNING key),"
    " kept AS (INSERT INTO tracking_rawmessage (carrier, received_at, body, state, tracking_number, error)"
    " SELECT carrier, %s, body, 'new', '', '' FROM came JOIN fresh USING (key) ORDER BY place RETURNING id)"
    " SELECT pg_notify('severshop_inbox', '') WHERE EXISTS (SELECT FROM kept)"
)
"""One statement, and so one way to the database and back. Whoever takes the same keys takes them in the same order."""


class IncomingMessage(NamedTuple):
    """A message as it came. `key` is the same when the same message comes again."""

    carrier: str
    key: str
    body: bytes


def store_messages(messages: Sequence[IncomingMessage], *, now: datetime) -> None:
    """Keep the messages whose key is new, each once; the others are known already."""
    unique = {message.key: message for message in messages}
    if connection.vendor == "postgresql":
        columns = [("text", list(unique)), ("text", [one.carrier for one in unique.values()])]
        run(KEEP, [*columns, ("bytea", [one.body for one in unique.values()])], then=[now, now])
        return
    rows = [(message.carrier, now, message.body, MessageState.NEW, "", "") for message in _fresh(unique, now=now)]
    insert(RawMessage, RAW_COLUMNS, rows)


def _fresh(unique: Mapping[str, IncomingMessage], *, now: datetime) -> Collection[IncomingMessage]:
    """Note the keys, and return the messages of those that were not there."""
    return [unique[key] for (key,) in rows_of(NEW_KEYS, [now, json.dumps(list(unique))], kinds=())]
