"""What the tests of the worker do in processes of their own: `python -m tests.interfaces.cli.errands '[...]'`."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django comes first

from severshop.domain.snapshots.models import Snapshot  # noqa: E402
from severshop.infra import clock  # noqa: E402
from severshop.infra.outbox.models import OutboxEntry  # noqa: E402
from severshop.infra.outbox.runner import Policy, run_batch  # noqa: E402
from severshop.interfaces.cli import loops  # noqa: E402
from severshop.interfaces.cli.worker import run_worker  # noqa: E402
from severshop.usecases.tracking.receive_messages import message, receive_messages  # noqa: E402
from tests.factories import packed_parcel, placed_order, track_alert  # noqa: E402


def migrate() -> None:
    call_command("migrate", verbosity=0)


def place(*, orders: int) -> list[str]:
    """Place orders and pack them; return the tracking numbers."""
    numbers = []
    for _ in range(orders):
        order = placed_order(now=clock.now())
        numbers.append(packed_parcel(order, now=clock.now(), handed_over=False).tracking_number)
    return numbers


def hear(*, numbers: list[str], kind: str, code: str) -> None:
    """Take in a carrier's message for each number, each durable before the next."""
    for number in numbers:
        body = track_alert(number, at=clock.now(), kind=kind, code=code)
        receive_messages([message("ups", body)], now=clock.now())


def report() -> dict[str, Any]:
    return {
        "statuses": sorted(Snapshot.objects.values_list("status", flat=True)),
        "waiting": OutboxEntry.objects.filter(done_at=None).count(),
        "mails": [str(entry_id) for entry_id in OutboxEntry.objects.values_list("id", flat=True)],
    }


def work(*, lease_seconds: float) -> None:
    """Be a worker whose leases end soon, so that a test need not wait for them."""
    policy = Policy(lease=timedelta(seconds=lease_seconds))
    loops.run_batch = partial(run_batch, policy=policy)
    run_worker()


COMMANDS: dict[str, Callable[..., Any]] = {
    "migrate": migrate,
    "place": place,
    "hear": hear,
    "report": report,
    "work": work,
}

if __name__ == "__main__":
    print(json.dumps([COMMANDS[command](**arguments) for command, arguments in json.loads(sys.argv[1])]))
