"""What went wrong with orders, or came back: for most orders one read that finds nothing.

Every kind of case has a line in `KINDS`; details are read for orders alone that have such a case.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Final

from severshop.infra.db.reads import ask

CLAIMS: Final = "claims"
REPLACEMENTS: Final = "replacements"
"""Orders that make something of another good."""
RETURNS: Final = "returns"
WITHDRAWALS: Final = "withdrawals"

KINDS: Final = (
    "SELECT c.order_id, 'returns' FROM returns_return c JOIN asked ON asked.id = c.order_id",
    "SELECT c.order_id, 'claims' FROM claims_claim c JOIN asked ON asked.id = c.order_id",
    "SELECT c.order_id, 'replacements' FROM orders_replacement c JOIN asked ON asked.id = c.order_id",
    "SELECT c.order_id, 'withdrawals' FROM withdrawals_withdrawal c JOIN asked ON asked.id = c.order_id",
)
"""One SELECT for each kind of case: the order's id, and what the kind is called."""

CASES: Final = "WITH asked AS (SELECT id FROM orders_order WHERE id {among}) " + " UNION ".join(KINDS)  # noqa: S608 - our own words

type Cases = dict[str, set[uuid.UUID]]


def ask_cases(order_ids: Collection[uuid.UUID]) -> Callable[[], Cases]:
    """Ask which of the orders have cases of which kind; call what is returned for the answer."""
    rows = ask(CASES, order_ids, kinds=("uuid",))
    return lambda: _by_kind(rows())


def _by_kind(rows: list[tuple[object, ...]]) -> Cases:
    cases: Cases = defaultdict(set)
    for order_id, kind in rows:
        if isinstance(order_id, uuid.UUID):
            cases[str(kind)].add(order_id)
    return cases
