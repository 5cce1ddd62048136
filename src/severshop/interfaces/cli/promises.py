"""`severshop promises backtest`: how good our dates would have been for a history of orders."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from severshop.domain.promises.holidays import is_public_holiday
from severshop.domain.promises.learning.backtest import Backtest
from severshop.domain.promises.learning.history import NoHistoryError, PastOrder, Refusals, read_history
from severshop.domain.promises.learning.scores import scores
from severshop.domain.promises.learning.table import NEVER, table_of
from severshop.interfaces.cli.bars import bar
from severshop.interfaces.cli.errors import MendableError

ALWAYS_ASKED = ("0.5", "0.9", "0.95")


def backtest(path: str, *, sure: str, since: date | None, until: date | None) -> None:
    """Print the report as one JSON object; what was refused goes to it in numbers and to standard error in examples."""
    asked = {name: float(name) for name in dict.fromkeys([*ALWAYS_ASKED, sure])}
    refusals = Refusals()
    orders = _read(path, refusals)
    tell_refusals(refusals)
    if not orders:
        raise MendableError(f"{path} holds no order that can be read; {refusals.counts.total()} lines were refused")
    print(json.dumps(_report(orders, asked=asked, sure=float(sure), since=since, until=until, refusals=refusals)))


def _read(path: str, refusals: Refusals) -> list[PastOrder]:
    try:
        with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
            return list(read_history(file, refusals=refusals))
    except OSError as error:
        raise MendableError(f"{path} cannot be read: {error.strerror}") from error
    except NoHistoryError as error:
        raise MendableError(f"{path} is no history: {error}") from error


def tell_refusals(refusals: Refusals) -> None:
    """Print the first refused lines to standard error, and how many more there were."""
    for line, reason in refusals.examples:
        print(f"line {line} refused: {reason}", file=sys.stderr)
    if untold := refusals.counts.total() - len(refusals.examples):
        print(f"and {untold} more lines refused", file=sys.stderr)


def _report(
    orders: Sequence[PastOrder],
    *,
    asked: dict[str, float],
    sure: float,
    since: date | None,
    until: date | None,
    refusals: Refusals,
) -> dict[str, Any]:
    table = table_of(orders)
    scored = np.ones(len(table.ids), dtype=np.bool_)
    if since:
        scored &= table.placed >= since.toordinal()
    if until:
        scored &= table.placed <= until.toordinal()
    if not (scored & (table.delivered < NEVER)).any():
        raise MendableError("no order that was placed between --from and --to has arrived: there is nothing to score")
    walk = Backtest(table, scored, chances=tuple(asked.values()), sure=sure, is_holiday=cache(is_public_holiday))
    said = walk.run(progress=bar("day"))
    last_day = int(max(table.placed.max(), table.delivered[table.delivered < NEVER].max()))
    report = scores(table, said, scored=scored, asked=asked, last_day=last_day)
    return report | {"refused": dict(refusals.counts)}
