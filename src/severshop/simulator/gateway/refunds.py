"""The gateway's book of what goes back: refunds by their key, and what shoppers' banks take back."""

import json
import secrets
import sqlite3
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from severshop.simulator.gateway.charges import LARGEST_AMOUNT, BadRequestError, State, read_address, read_text
from severshop.simulator.gateway.store import DifferentRequestError

SCHEMA = """
CREATE TABLE IF NOT EXISTS refund (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    charge TEXT NOT NULL,
    made_at REAL NOT NULL,
    settles_at REAL NOT NULL,
    failure_code TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    request TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_charge ON refund (charge);
CREATE TABLE IF NOT EXISTS chargeback (
    id TEXT PRIMARY KEY,
    charge TEXT NOT NULL,
    made_at REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chargeback_charge ON chargeback (charge);
CREATE TABLE IF NOT EXISTS closed_card (charge TEXT PRIMARY KEY);
"""


class Failure(StrEnum):
    """Why a refund is not paid."""

    NONE = ""
    NOT_CHARGED = "not_charged"
    OTHER_CURRENCY = "other_currency"
    MORE_THAN_LEFT = "more_than_left"
    CARD_CLOSED = "card_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """What a shop wants to pay back of a charge."""

    charge: str
    amount_minor: int
    currency: str
    notify_url: str


def read_refund_request(document: Any, *, charge: str) -> RefundRequest:
    """Return the request, or raise `BadRequestError`."""
    if not isinstance(document, dict):
        raise BadRequestError("send a JSON object")
    return RefundRequest(
        charge=charge,
        amount_minor=read_amount(document.get("amount_minor")),
        currency=read_text(document, "currency"),
        notify_url=read_address(document, "notify_url"),
    )


def read_amount(value: Any) -> int:
    """Return an amount of money, or raise `BadRequestError`."""
    if type(value) is not int or not 0 < value <= LARGEST_AMOUNT:
        raise BadRequestError("amount_minor: a whole number of minor units above 0")
    return value


class Refunds:
    """Reads and writes refunds and chargebacks. Answers are the JSON documents of the gateway's interface."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def create(
        self, key: str, request: RefundRequest, *, charge: dict[str, Any], settles_at: float
    ) -> tuple[dict[str, Any], bool]:
        """Return the refund and whether it is new. Raises `DifferentRequestError`.

        Never pays back more than was charged: what is not left fails.
        """
        asked = json.dumps(asdict(request), sort_keys=True)
        row = self._row(key)
        if row is not None:
            if row["request"] != asked:
                raise DifferentRequestError(key)
            return self._document(row), False
        self._database.execute(
            "INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                f"re_{secrets.token_urlsafe(16)}",
                request.charge,
                time.time(),
                settles_at,
                self._failure(request, charge=charge),
                request.amount_minor,
                asked,
            ),
        )
        return self.by_key(key) or {}, True

    def by_key(self, key: str) -> dict[str, Any] | None:
        row = self._row(key)
        return self._document(row) if row else None

    def of_charge(self, charge: str) -> list[dict[str, Any]]:
        rows = self._database.execute("SELECT * FROM refund WHERE charge = ? ORDER BY made_at", (charge,))
        return [self._document(row) for row in rows]

    def close_card(self, charge: str) -> None:
        """From now on nothing can be paid back to the charge's card."""
        self._database.execute("INSERT OR IGNORE INTO closed_card VALUES (?)", (charge,))

    def take_back(self, charge: str, *, amount_minor: int, reason: str) -> str:
        """Let the shopper's bank take money back, whatever the shop paid back already. Returns the chargeback's id."""
        made = f"cb_{secrets.token_urlsafe(16)}"
        self._database.execute(
            "INSERT INTO chargeback VALUES (?, ?, ?, 'open', ?, ?)", (made, charge, time.time(), amount_minor, reason)
        )
        return made

    def close_chargeback(self, chargeback_id: str, *, won: bool) -> bool:
        """Decide a chargeback; return whether this call did it."""
        return bool(
            self._database.execute(
                "UPDATE chargeback SET state = ? WHERE id = ? AND state = 'open'",
                ("won" if won else "lost", chargeback_id),
            ).rowcount
        )

    def chargeback(self, chargeback_id: str) -> dict[str, Any] | None:
        """Return a chargeback without its currency, which is its charge's."""
        row = self._database.execute("SELECT * FROM chargeback WHERE id = ?", (chargeback_id,)).fetchone()
        return {name: row[name] for name in ("id", "charge", "state", "amount_minor", "reason")} if row else None

    def _failure(self, request: RefundRequest, *, charge: dict[str, Any]) -> Failure:
        if charge["state"] != State.SUCCEEDED:
            return Failure.NOT_CHARGED
        if charge["currency"] != request.currency:
            return Failure.OTHER_CURRENCY
        if self._database.execute("SELECT 1 FROM closed_card WHERE charge = ?", (request.charge,)).fetchone():
            return Failure.CARD_CLOSED
        gone = self._database.execute(
            "SELECT (SELECT coalesce(sum(amount_minor), 0) FROM refund WHERE charge = ? AND failure_code = '')"
            " + (SELECT coalesce(sum(amount_minor), 0) FROM chargeback WHERE charge = ? AND state <> 'won')",
            (request.charge, request.charge),
        ).fetchone()[0]
        return Failure.MORE_THAN_LEFT if gone + request.amount_minor > charge["amount_minor"] else Failure.NONE

    def _row(self, key: str) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._database.execute("SELECT * FROM refund WHERE key = ?", (key,)).fetchone()
        return found

    def _document(self, row: sqlite3.Row) -> dict[str, Any]:
        asked = json.loads(row["request"])
        is_settled = row["settles_at"] <= time.time()
        state = ("failed" if row["failure_code"] else "succeeded") if is_settled else "pending"
        return {
            "id": row["id"],
            "key": row["key"],
            "charge": row["charge"],
            "state": state,
            "amount_minor": row["amount_minor"],
            "currency": asked["currency"],
            "failure_code": row["failure_code"] if state == "failed" else "",
        }
