"""`severshop replay`: kept carrier messages read again, and what that changed or would change."""

import sys
from collections import Counter
from datetime import UTC, datetime

from severshop.domain.carriers.registry import CARRIERS
from severshop.infra import clock
from severshop.interfaces.cli.errors import MendableError
from severshop.usecases.tracking.replay import Change, Replayed, Selection, replay

WIDTH = 30
SHOWN = 50
"""As many changes are named one by one; the sums count them all."""


def replay_messages(*, carrier: str, code: str, since: str, dry_run: bool) -> None:
    """Replay and print what changed. The progress goes to the error stream, and only to a terminal."""
    if carrier and carrier not in CARRIERS:
        raise MendableError(f"there is no carrier {carrier!r}; there are {', '.join(sorted(CARRIERS))}")
    selection = Selection(carrier=carrier, code=code, since=_moment(since))
    bar = _show if sys.stderr.isatty() else _say_nothing
    done = replay(selection, now=clock.now(), dry_run=dry_run, progress=bar)
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    for line in report(done, dry_run=dry_run):
        print(line)


def report(done: Replayed, *, dry_run: bool) -> list[str]:
    """Return the lines that say what changed, or would."""
    head = (
        f"{_count(done.messages, 'message')} read again, about {_count(done.orders, 'order')}:"
        f" {_count(done.scans_changed, 'scan')} {'would change' if dry_run else 'changed'}."
    )
    lines = [head, *(_line(change) for change in done.changes[:SHOWN])]
    if len(done.changes) > SHOWN:
        lines.append(f"... and {len(done.changes) - SHOWN} more")
    sums = Counter(("parcels" if change.parcel else "orders", change.was, change.now) for change in done.changes)
    lines += [f"{times:6} {what}: {was} -> {now}" for (what, was, now), times in sorted(sums.items())]
    if dry_run:
        lines.append("Nothing was written.")
    return lines


def _line(change: Change) -> str:
    subject = f"{change.order_number} parcel {change.parcel}" if change.parcel else change.order_number
    return f"{subject}: {change.was} -> {change.now}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MendableError(f"--since is {text!r}; give a day such as 2026-11-24") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _show(done: int, of: int) -> None:
    filled = WIDTH * done // of if of else WIDTH
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {of}")
    sys.stderr.flush()


def _say_nothing(_done: int, _of: int) -> None:
    """Show no progress where nobody watches it."""
