"""A process in which shoppers change orders while others pick them, and while others want the same last pair."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from severshop.domain.inventory.actions import set_stock  # noqa: E402
from severshop.domain.inventory.models import Reservation, Stock  # noqa: E402
from severshop.domain.orders.edits import edits_of  # noqa: E402
from severshop.domain.orders.models import Address, Order, OrderLine  # noqa: E402
from severshop.domain.payments.books import order_balance  # noqa: E402
from severshop.domain.shipping.actions import load_shipping  # noqa: E402
from severshop.usecases.aftercare.change_order import NewSize, change_order  # noqa: E402
from severshop.usecases.fulfilling.pick import start_picking  # noqa: E402
from severshop.usecases.reading.changing import plan_for  # noqa: E402
from tests.usecases.aftercare.racers import at_once, paid_order  # noqa: E402
from tests.usecases.aftercare.test_change_order import ODENSE  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 6


def swap(order: Order, sku: str, form: str) -> Any:
    wished = NewSize(position=1, sku=sku)
    seal = plan_for(order.id, wished, now=NOW).seal
    return lambda: change_order(order.id, wished, seal=seal, form=form, by=None, now=NOW)


def address_against_picking() -> list[dict[str, Any]]:
    """The shopper moves, clicking twice, while the warehouse begins, twice."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        seal = plan_for(order.id, ODENSE, now=NOW).seal
        move = [
            lambda order=order, seal=seal, form=f"a{round_}": change_order(
                order.id, ODENSE, seal=seal, form=form, by=None, now=NOW
            )
        ] * 2
        begin = [lambda order=order: start_picking(order.id, by=None, now=NOW)] * 2
        fared = at_once(*(move + begin if round_ % 2 else begin + move))
        city = Address.objects.get(pk=order.pk).city
        ended.append({"fared": fared, "city": city, "edits": len(edits_of(order.id))})
    return ended


def last_pair() -> list[dict[str, Any]]:
    """Four orders want the one pair of another size that is left."""
    ended = []
    for round_ in range(ROUNDS):
        sku = "STR-SAND-42"
        set_stock(sku, on_hand=Stock.objects.get(sku=sku).reserved + 1)
        orders = [paid_order() for _ in range(4)]
        fared = at_once(*(swap(order, sku, f"b{round_}{place}") for place, order in enumerate(orders)))
        lines = OrderLine.objects.filter(order__in=orders)
        back = sum(order_balance(order.id).on_its_way for order in orders)
        ended.append({"fared": fared, "changed": lines.filter(sku=sku).count(), "back": back})
    return ended


def crosswise() -> dict[str, int]:
    """Two orders swap the same two sizes, each the other way round, again and again."""
    one, other = paid_order(), paid_order()
    swap(other, "STR-RUST-43", "c")()
    done = 0
    for round_ in range(ROUNDS):
        there, back = ("STR-RUST-43", "STR-RUST-42") if round_ % 2 == 0 else ("STR-RUST-42", "STR-RUST-43")
        fared = at_once(swap(one, there, f"d{round_}"), swap(other, back, f"e{round_}"))
        done += fared["done"]
    return {"done": done}


def main() -> None:
    settings.OTHER_SIZES = "tests.usecases.aftercare.test_change_order.tell_sizes"
    call_command("migrate", verbosity=0)
    load_shipping()
    for sku in ("STR-RUST-42", "STR-RUST-43", "STR-SAND-42"):
        set_stock(sku, on_hand=100)
    report = {
        "picking": address_against_picking(),
        "last pair": last_pair(),
        "crosswise": crosswise(),
        "reserved": sum(Stock.objects.values_list("reserved", flat=True)),
        "kept": sum(row.still_kept for row in Reservation.objects.all()),
        "sold": sum(OrderLine.objects.values_list("quantity", flat=True)),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
