"""Processes in which shoppers pay for dearer changes: one is killed, the others race the warehouse and one another."""

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from severshop.domain.inventory.actions import set_stock  # noqa: E402
from severshop.domain.inventory.models import Reservation, Stock  # noqa: E402
from severshop.domain.orders.models import Order, OrderLine, PendingEdit  # noqa: E402
from severshop.domain.payments.books import order_balance  # noqa: E402
from severshop.domain.payments.models import Payment  # noqa: E402
from severshop.domain.shipping.actions import load_shipping  # noqa: E402
from severshop.usecases.aftercare.change_order import NewSize  # noqa: E402
from severshop.usecases.aftercare.pay_change import pay_for_change  # noqa: E402
from severshop.usecases.aftercare.settle_charges import settle_charges  # noqa: E402
from severshop.usecases.fulfilling.pick import start_picking  # noqa: E402
from severshop.usecases.paying import charge  # noqa: E402
from severshop.usecases.reading.changing import plan_for  # noqa: E402
from tests.usecases.aftercare.racers import at_once, paid_order  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=15)
ROUNDS = 4
GOLD = NewSize(position=1, sku="STR-GOLD-42")


def pay(order: Order, form: str) -> Any:
    seal = plan_for(order.id, GOLD, now=NOW).seal
    return lambda: pay_for_change(order.id, GOLD, seal=seal, form=form, method="card_ok", by=None, now=NOW)


def fate(order: Order) -> dict[str, Any]:
    balance = order_balance(order.id)
    order.refresh_from_db()
    return {
        "state": list(PendingEdit.objects.filter(order=order).values_list("state", flat=True)),
        "sku": OrderLine.objects.get(order=order).sku,
        "charges": Payment.objects.filter(order_id=order.id, state="succeeded").count() - 1,
        "back": balance.on_its_way,
        "balances": balance.left == order.total_minor,
    }


def picking() -> list[dict[str, Any]]:
    """The shopper pays, clicking twice, while the worker settles and the warehouse begins."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        paying = [pay(order, f"a{round_}")] * 2
        begin = [lambda order=order: start_picking(order.id, by=None, now=NOW)]
        settle = [lambda: settle_charges(now=SOON)]
        fared = at_once(*(paying + settle + begin if round_ % 2 else begin + settle + paying))
        ended.append(fate(order) | {"odd": sorted(set(fared) - {"done", "NotChangedError"})})
    return ended


def last_pair() -> list[dict[str, Any]]:
    """Three want the one pair that is left, and pay for it."""
    ended = []
    for round_ in range(ROUNDS):
        set_stock(GOLD.sku, on_hand=Stock.objects.get(sku=GOLD.sku).reserved + 1)
        orders = [paid_order() for _ in range(3)]
        fared = at_once(*(pay(order, f"b{round_}{place}") for place, order in enumerate(orders)))
        ended.append({"fared": fared, "charges": sum(fate(order)["charges"] for order in orders)})
    return ended


def kill() -> None:
    """Be killed when the gateway has taken the money, and nobody has written that down."""
    call_command("migrate", verbosity=0)
    load_shipping()
    for sku in ("STR-RUST-42", GOLD.sku):
        set_stock(sku, on_hand=100)

    def die(*_arguments: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    charge.apply_answer = die
    pay(paid_order(), "killed")()


def race() -> None:
    order = Order.objects.get()
    before = fate(order)
    settle_charges(now=SOON)
    report = {
        "killed": [before, fate(order)],
        "picking": picking(),
        "last pair": last_pair(),
        "reserved": sum(Stock.objects.values_list("reserved", flat=True)),
        "kept": sum(row.still_kept for row in Reservation.objects.filter(released_at=None)),
        "sold": sum(OrderLine.objects.values_list("quantity", flat=True)),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    settings.OTHER_SIZES = "tests.usecases.aftercare.test_change_order.tell_sizes"
    {"kill": kill, "race": race}[sys.argv[1]]()
