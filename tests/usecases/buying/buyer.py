"""A process that buys. Its argument is a JSON list of commands, each with its arguments; it prints their results.

prepare   migrate, fill the shelves, make checkouts     -> [[checkout id, seal], ...]
buy       place the given checkouts, one thread each    -> [outcome, ...]
report    what the database says in the end             -> {...}
settle    settle what is open, as the worker does       -> how many have ended
"""

import json
import os
import signal
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402

from severshop.domain.inventory.models import Stock  # noqa: E402
from severshop.domain.orders.models import Order, OrderLine  # noqa: E402
from severshop.usecases.buying import place_order  # noqa: E402
from tests.usecases.buying import seeds  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def migrate() -> None:
    call_command("migrate", verbosity=0)


def prepare(*, shoes: int, checkouts: int) -> list[list[str]]:
    seeds.open_shop(shoes=shoes)
    return [[str(part) for part in seeds.ready_checkout(now=NOW)] for _ in range(checkouts)]


def buy(*, jobs: list[list[str]], wait: bool = False, die: str = "") -> list[str]:
    if die:
        kill_after(die)
    outcomes = ["died"] * len(jobs)

    def run(index: int) -> None:
        checkout_id, seal = jobs[index]
        try:
            outcome = place_order.place(uuid.UUID(checkout_id), method="card_ok", seal=seal, now=NOW)
            outcomes[index] = type(outcome).__name__
        finally:
            connection.close()

    if wait:
        print("ready", flush=True)
        sys.stdin.readline()
    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kill_after(step: str) -> None:
    """Let this process be killed, as by a power cut, when a step of placing has just been done."""
    done = getattr(place_order, step)

    def do_and_die(*args: Any, **kwargs: Any) -> None:
        done(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place_order, step, do_and_die)


def report() -> dict[str, Any]:
    stock = Stock.objects.get(sku=seeds.SHOE)
    sold = OrderLine.objects.aggregate(sold=models.Sum("quantity"))["sold"] or 0
    orders = [str(order_id) for order_id in Order.objects.values_list("id", flat=True)]
    return {"orders": orders, "sold": sold, "reserved": stock.reserved, "on_hand": stock.on_hand}


def settle(*, seconds: int) -> int:
    return place_order.settle_open(now=NOW + timedelta(seconds=seconds), limit=100)


COMMANDS: dict[str, Callable[..., Any]] = {
    "migrate": migrate,
    "prepare": prepare,
    "buy": buy,
    "report": report,
    "settle": settle,
}

if __name__ == "__main__":
    print(json.dumps([COMMANDS[command](**arguments) for command, arguments in json.loads(sys.argv[1])]))
