"""How good the dates of a backtest were. All lengths are whole calendar days from the day of placing."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from severshop.domain.promises.learning.backtest import NOTHING, Said
from severshop.domain.promises.learning.table import NEVER, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TRIVIAL_DAYS = (1, 2, 3, 5)


def scores(table: Table, said: Said, *, scored: Flags, asked: dict[str, float], last_day: int) -> dict[str, Any]:
    """Return the report. `asked` are the quantiles by the names they are reported under.

    The promise is scored on orders that arrived. The watch also counts those that had not arrived when the
    history ended on `last_day`, where their date had passed by then.
    """
    arrived = scored & (table.delivered < NEVER)
    given = arrived & (table.promised < NEVER)
    took = (table.delivered - table.placed)[arrived]
    promised = said.promised[arrived]
    months = _months(table.placed[arrived])
    report: dict[str, Any] = {
        "n": int(arrived.sum()),
        "not_arrived": int((scored & ~arrived).sum()),
        "promise": {
            "mae_median_days": _rounded(np.abs(took - said.quantiles[0.5][arrived]).mean()),
            "pinball": {name: _pinball(took, said.quantiles[q][arrived], q) for name, q in asked.items()},
        },
    }
    for chance, (first, last) in said.windows.items():
        low, high = first[arrived], last[arrived]
        name = str(round(chance * 100))
        report["promise"]["cover" + name] = _rounded(((took >= low) & (took <= high)).mean())
        report["promise"]["width" + name] = _rounded((high - low + 1).mean())
    report["promise"] |= _kept(took, promised, months)
    if given.any():
        took, days = (table.delivered - table.placed)[given], (table.promised - table.placed)[given]
        report["given"] = {"n": int(given.sum()), "pinball": {n: _pinball(took, days, q) for n, q in asked.items()}}
        report["given"] |= _kept(took, days, _months(table.placed[given]))
    known = scored & (said.deadline < NEVER) & ((table.delivered < NEVER) | (said.deadline <= last_day))
    return report | _watch(table, said, known)


def _kept(took: Ints, promised: Ints, months: NDArray[np.str_]) -> dict[str, Any]:
    on_time = took <= promised
    by_month = [
        {
            "month": str(month),
            "n": int((here := months == month).sum()),
            "on_time": _rounded(on_time[here].mean()),
            "mean_days": _rounded(promised[here].mean()),
        }
        for month in np.unique(months)
    ]
    return {"on_time": _rounded(on_time.mean()), "mean_days": _rounded(promised.mean()), "by_month": by_month}


def _watch(table: Table, said: Said, known: Flags) -> dict[str, Any]:
    deadline, delivered, flagged = said.deadline[known], table.delivered[known], said.flagged[known]
    late = delivered > deadline
    trivial = {}
    for days in TRIVIAL_DAYS:
        evening = deadline - days
        still_open = (delivered > evening) & (table.placed[known] <= evening)
        trivial[str(days)] = _alarm(still_open, late=late, lead=np.full(len(late), days))
    return {"watch": _alarm(flagged != NOTHING, late=late, lead=deadline - flagged), "trivial": trivial}


def _alarm(raised: Flags, *, late: Flags, lead: Ints) -> dict[str, float | None]:
    right = raised & late
    return {
        "precision": _share(int(right.sum()), int(raised.sum())),
        "recall": _share(int(right.sum()), int(late.sum())),
        "median_lead_days": _rounded(np.median(lead[right])) if right.any() else None,
        "false_per_1000": _rounded(1000 * (raised & ~late).sum() / max(1, len(late))),
    }


def _pinball(took: Ints, said: Ints, chance: float) -> float:
    over = took - said
    return _rounded(np.maximum(chance * over, (chance - 1.0) * over).mean())


def _months(days: Ints) -> NDArray[np.str_]:
    names = {int(day): date.fromordinal(int(day)).isoformat()[:7] for day in np.unique(days)}
    return np.array([names[int(day)] for day in days])


def _share(part: int, whole: int) -> float | None:
    return _rounded(part / whole) if whole else None


def _rounded(value: float) -> float:
    return round(float(value), 4)
