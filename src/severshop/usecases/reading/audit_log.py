"""The log of who did what, as the owner reads it: with names and order numbers, and whether its seals fit."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from severshop.domain.audit.models import AuditEntry, AuditSeal
from severshop.domain.audit.queries import PAGE, Noted, first_broken_seal, noted
from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order

CHECKED_AT_ONCE = 20_000
"""A log of so many entries is checked whenever it is opened; a longer one when somebody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An entry with the names of what it points at. `by` is empty where a rule acted; `number` is an order's."""

    entry: Noted
    by: str
    number: str


class Seals(NamedTuple):
    """Whether the log is as it was sealed; `fits` is None where that was not looked at."""

    fits: bool | None
    entries: int
    """How many there are."""
    sealed_at: datetime | None
    """When the newest seal was made."""
    broken_at: datetime | None = None
    """When the first seal was made that does not fit."""


class LogPage(NamedTuple):
    """Entries, the newest first, and the number to go on from; None at the end."""

    acts: tuple[Act, ...]
    before: int | None


def log_page(
    *, order_id: uuid.UUID | None = None, by: uuid.UUID | None = None, act: str = "", before: int | None = None
) -> LogPage:
    """Return a page of the log: all, or of one order, person or act; `before` is the number to go on from."""
    found = noted(order_id=order_id, by=by, act=act, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    people = dict(_people({entry.by_id for entry in shown if entry.by_id}))
    orders = Order.objects.filter(pk__in={entry.order_id for entry in shown if entry.order_id})
    numbers = dict(orders.values_list("pk", "number"))
    return LogPage(
        tuple(
            Act(
                entry=entry,
                by=people.get(entry.by_id, "") if entry.by_id else "",
                number=numbers.get(entry.order_id, "") if entry.order_id else "",
            )
            for entry in shown
        ),
        shown[-1].id if len(found) > PAGE else None,
    )


def staff() -> tuple[tuple[uuid.UUID, str], ...]:
    """Return who works here or did, with names in their order."""
    rows = User.objects.filter(is_staff=True).values_list("pk", "name", "email")
    return tuple(sorted(((pk, name or email) for pk, name, email in rows), key=lambda one: one[1].casefold()))


def order_of_number(number: str) -> uuid.UUID | None:
    """Return the order of a number, or None."""
    return Order.objects.filter(number=number).values_list("pk", flat=True).first()


def seals(*, check: bool = False) -> Seals:
    """Return whether the seals fit; a long log is read only when `check` asks for it."""
    last = AuditSeal.objects.order_by("-id").first()
    entries = AuditEntry.objects.count()
    if entries > CHECKED_AT_ONCE and not check:
        return Seals(None, entries, last.made_at if last else None)
    broken = first_broken_seal()
    return Seals(broken is None, entries, last.made_at if last else None, broken.made_at if broken else None)


def _people(ids: set[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    rows = User.objects.filter(pk__in=ids).values_list("pk", "name", "email")
    return [(pk, name or email) for pk, name, email in rows]
