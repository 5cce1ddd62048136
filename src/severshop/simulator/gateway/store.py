"""The gateway's book: every charge by its key, kept in a file."""

import json
import secrets
import sqlite3
import time
from dataclasses import asdict
from typing import Any

from severshop.simulator.gateway.charges import CARDS, REFUSED, ChargeRequest, State

SCHEMA = """
CREATE TABLE IF NOT EXISTS charge (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    made_at REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('succeeded', 'declined', 'action_needed', 'cancelled')),
    decline_code TEXT NOT NULL DEFAULT '',
    request TEXT NOT NULL
);
"""
NOTHING_ASKED = ""
"""The request of a charge that was cancelled before it was asked for."""


class DifferentRequestError(Exception):
    """The same key came with another body."""


class Store:
    """Reads and writes charges. Answers are the JSON documents of the gateway's interface."""

    def __init__(self, database: sqlite3.Connection, *, public_url: str) -> None:
        self._database = database
        self._public_url = public_url

    def create(self, key: str, request: ChargeRequest) -> tuple[dict[str, Any], bool]:
        """Return the charge and whether it is new. Raises `DifferentRequestError`."""
        asked = json.dumps(asdict(request), sort_keys=True)
        card = CARDS[request.method]
        made = self._database.execute(
            "INSERT INTO charge (key, id, made_at, state, decline_code, request) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (key, _new_id(), time.time(), card.state, card.decline_code, asked),
        ).rowcount
        self._database.execute(
            "UPDATE charge SET request = ? WHERE key = ? AND request = ?", (asked, key, NOTHING_ASKED)
        )
        row = self._row("key", key)
        if row is None or row["request"] != asked:
            raise DifferentRequestError(key)
        return self._document(row), bool(made)

    def cancel(self, key: str) -> dict[str, Any]:
        """Cancel the charge unless it succeeded; a charge not asked for yet will be born cancelled."""
        self._database.execute(
            "INSERT INTO charge (key, id, made_at, state, request) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state WHERE state <> 'succeeded'",
            (key, _new_id(), time.time(), State.CANCELLED, NOTHING_ASKED),
        )
        document = self.by_key(key)
        if document is None:
            raise LookupError(key)
        return document

    def answer_challenge(self, charge_id: str, *, approved: bool) -> bool:
        """Settle a charge that waits for its second step. Returns whether this call did it."""
        state, code = (State.SUCCEEDED, "") if approved else (State.DECLINED, REFUSED)
        return bool(
            self._database.execute(
                "UPDATE charge SET state = ?, decline_code = ? WHERE id = ? AND state = 'action_needed'",
                (state, code, charge_id),
            ).rowcount
        )

    def by_key(self, key: str) -> dict[str, Any] | None:
        row = self._row("key", key)
        return self._document(row) if row else None

    def by_id(self, charge_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the charge and what was asked for."""
        row = self._row("id", charge_id)
        return (self._document(row), json.loads(row["request"] or "{}")) if row else None

    def newest(self, *, limit: int = 1000) -> list[dict[str, Any]]:
        rows = self._database.execute("SELECT * FROM charge ORDER BY made_at DESC LIMIT ?", (limit,))
        return [self._document(row) for row in rows]

    def _row(self, column: str, value: str) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._database.execute(
            f"SELECT * FROM charge WHERE {column} = ?",  # noqa: S608 - the column is one of two words above
            (value,),
        ).fetchone()
        return found

    def _document(self, row: sqlite3.Row) -> dict[str, Any]:
        asked = json.loads(row["request"] or "{}")
        waits = row["state"] == State.ACTION_NEEDED
        return {
            "id": row["id"],
            "key": row["key"],
            "state": row["state"],
            "amount_minor": asked.get("amount_minor", 0),
            "currency": asked.get("currency", ""),
            "reference": asked.get("reference", ""),
            "decline_code": row["decline_code"],
            "action_url": f"{self._public_url}/challenge/{row['id']}" if waits else "",
            "card_hint": CARDS[asked["method"]].hint if asked else "",
        }


def _new_id() -> str:
    return f"ch_{secrets.token_urlsafe(16)}"
