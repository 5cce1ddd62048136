"""Reads a history of orders from CSV. A line that cannot be true is refused and counted, never dropped in silence."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

COLUMNS = ("order_id", "lane", "placed_at", "handed_over_at", "delivered_at", "promised_on")
WAY_COLUMNS = ("carrier", "option", "origin")
"""Columns that may be there, for those who want to know which way an order went."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
EXAMPLES_KEPT = 20
MOST_ORDERS = 1_000_000
"""What fits into the memory of a small machine."""


class NoHistoryError(ValueError):
    """The file is not a history, or holds no order that can be read."""


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order as it is known today. Moments are local to the shop; None is what has not happened or is not known."""

    order_id: str
    lane: tuple[str, ...]
    """From the widest to the narrowest, such as `("DE", "NW", "Köln")`."""
    placed_at: datetime
    handed_over_at: datetime | None
    delivered_at: datetime | None
    promised_on: date | None
    carrier: str = ""
    option: str = ""
    origin: str = ""


class RefusedError(ValueError):
    """A line that cannot be true; the message is the reason."""


@dataclass
class Refusals:
    """What was refused: how often for each reason, and the first lines of it."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.counts[reason] += 1
        if len(self.examples) < EXAMPLES_KEPT:
            self.examples.append((line, reason))


def read_history(
    lines: Iterable[str], *, refusals: Refusals, check: Callable[[PastOrder], object] | None = None
) -> Iterator[PastOrder]:
    """Yield the orders of a CSV file with the columns `COLUMNS`, and those of `WAY_COLUMNS` where it has them.

    They may stand in any order; others are ignored. `check` may raise `RefusedError` for an order as well.
    Raises `NoHistoryError` when columns are missing. Lines that cannot be true end up in `refusals`.
    """
    reader = csv.reader(lines)
    place, way = _columns(next(reader, []))
    seen: set[str] = set()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            refusals.add(reader.line_num, "not CSV")
            continue
        if not cells:
            continue  # an empty line says nothing, as at the end of a file
        try:
            if len(cells) <= max(*place, *way.values()):
                raise RefusedError("too few cells")
            order = _order(
                [cells[column].strip() for column in place],
                way={name: cells[column].strip() for name, column in way.items()},
            )
            if check:
                check(order)
            if order.order_id in seen:
                raise RefusedError("order_id twice")
            if len(seen) >= MOST_ORDERS:
                raise RefusedError(f"beyond the first {MOST_ORDERS} orders")
        except RefusedError as error:
            refusals.add(reader.line_num, str(error))
            continue
        seen.add(order.order_id)
        yield order


def _columns(header: list[str]) -> tuple[list[int], dict[str, int]]:
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise NoHistoryError(
            f"the first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
        )
    way = {name: names.index(name) for name in WAY_COLUMNS if name in names}
    return [names.index(name) for name in COLUMNS], way


def _order(cells: list[str], *, way: dict[str, str]) -> PastOrder:
    order_id, lane, placed, handed, delivered, promised = cells
    if not order_id:
        raise RefusedError("no order_id")
    if not placed:
        raise RefusedError("no placed_at")
    placed_at = _moment(placed, "placed_at")
    handed_over_at = _moment(handed, "handed_over_at") if handed else None
    delivered_at = _moment(delivered, "delivered_at") if delivered else None
    promised_on = _moment(promised, "promised_on").date() if promised else None
    if handed_over_at and handed_over_at.date() < placed_at.date():
        raise RefusedError("handed over before it was placed")
    if delivered_at and delivered_at.date() < (handed_over_at or placed_at).date():
        raise RefusedError("delivered before it was handed over or placed")
    if promised_on and promised_on < placed_at.date():
        raise RefusedError("promised for a day before it was placed")
    return PastOrder(
        order_id=order_id,
        lane=tuple(part.strip().casefold() for part in lane.split("/")[:3]) if lane else (),
        placed_at=placed_at,
        handed_over_at=handed_over_at,
        delivered_at=delivered_at,
        promised_on=promised_on,
        **way,
    )


def _moment(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise RefusedError(f"{name} is no date") from None
    if not EARLIEST <= moment.date() < LATEST:
        raise RefusedError(f"{name} is out of reach")
    return moment
