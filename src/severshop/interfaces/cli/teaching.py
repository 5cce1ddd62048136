"""`severshop promises learn` and `severshop promises teach`: what past deliveries teach the shop's own dates."""

import json
from pathlib import Path

from severshop.domain.promises.learning.history import NoHistoryError, Refusals
from severshop.infra import clock
from severshop.interfaces.cli.bars import bar
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.promises import tell_refusals
from severshop.usecases.promising.learn_times import learn_times
from severshop.usecases.promising.teach import teach


def learn_now() -> None:
    """Learn, and print as one JSON object what was learned from."""
    print(json.dumps(_learned()))


def teach_file(path: str) -> None:
    """Take a history in, learn from it, and print both as one JSON object; examples of refused lines go to stderr."""
    refusals = Refusals()
    try:
        with Path(path).open("rb") as file:
            lines = sum(1 for _line in file)
        draw = bar("order")
        with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
            taught = teach(file, refusals=refusals, now=clock.now(), progress=lambda kept: draw(kept, max(lines, kept)))
    except OSError as error:
        raise MendableError(f"{path} cannot be read: {error.strerror}") from error
    except NoHistoryError as error:
        raise MendableError(f"{path} is no history: {error}") from error
    tell_refusals(refusals)
    if not taught:
        raise MendableError(f"{path} holds no order that can be read; {refusals.counts.total()} lines were refused")
    print(json.dumps({"taught": taught, "refused": dict(refusals.counts), "learned": _learned()}))


def _learned() -> dict[str, object] | None:
    learned = learn_times(now=clock.now(), progress=bar("day"))
    if learned is None:
        return None
    return {"records": learned.records, "open": learned.open_records, "lanes": learned.lanes} | learned.evidence
