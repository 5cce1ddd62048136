"""A process in which shoppers want the same last pair, and hands send, call off and buy at the same moment."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from severshop.domain.inventory.actions import reserve, set_stock  # noqa: E402
from severshop.domain.inventory.models import Reservation, Stock  # noqa: E402
from severshop.domain.orders.models import Order, Replacement  # noqa: E402
from severshop.domain.returns.models import Exchange, Inspection, Return, ReturnLine  # noqa: E402
from severshop.domain.returns.rules import Chosen  # noqa: E402
from severshop.infra.ids import uuid7  # noqa: E402
from severshop.usecases.aftercare.announce_return import Announcement, announce_return, cancel_return  # noqa: E402
from severshop.usecases.aftercare.exchange import follow_exchange_locked, take_money_instead  # noqa: E402
from severshop.usecases.fulfilling.facts import lock_known_orders  # noqa: E402
from severshop.vocabulary.returning import ReturnReason, Wants  # noqa: E402
from tests.returning import arrived_order, sold_here  # noqa: E402
from tests.usecases.aftercare.racers import at_once  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 3
PAIR = "STR-RUST-43"


def arrived() -> Order:
    order = arrived_order(now=NOW, quantities=(1,))
    sold_here(order, settings=settings, now=NOW, left=None)
    return order


def leave(pairs: int) -> None:
    set_stock(PAIR, on_hand=Stock.objects.get(pk=PAIR).reserved + pairs)


def wish(order: Order, form: str) -> Any:
    chosen = Chosen(1, ReturnReason.TOO_SMALL, wants=Wants.EXCHANGE, exchange_sku=PAIR)
    asked = Announcement(order_id=order.id, lines={1: chosen}, form=form)
    return lambda: announce_return(asked, now=NOW)


def last_pair() -> list[dict[str, Any]]:
    """Two want it in exchange, one of them clicking twice, while somebody buys it."""
    ended = []
    for round_ in range(ROUNDS):
        orders = [arrived() for _ in range(2)]
        leave(1)
        wishes = [wish(order, f"a{round_}{place}") for place, order in enumerate(orders)]
        buy = transaction.atomic(lambda: reserve(uuid7(), {PAIR: 1}, now=NOW))
        at_once(*([*wishes, wishes[0], buy] if round_ % 2 else [buy, *wishes, wishes[0]]))
        returns = Return.objects.filter(order__in=orders).count()
        free = Stock.objects.get(pk=PAIR)
        ended.append({"returns": returns, "left": free.on_hand - free.reserved})
    return ended


def sent_against_called_off() -> list[dict[str, Any]]:
    """Two of the desk send it while the shopper calls the return off, and asks for money."""
    ended = []
    for round_ in range(ROUNDS):
        order = arrived()
        leave(1)
        record = wish(order, f"b{round_}")()
        line = ReturnLine.objects.get(case=record.id)
        Inspection.objects.create(
            line=line,
            quantity=1,
            condition="tried_on",
            grade="shelf",
            verdict="accepted",
            inspected_at=NOW,
            submit_key="x",
        )
        send = [lambda order=order, record=record: _follow(order, record.id)] * 2
        off = [
            lambda order=order: cancel_return(order.id, position=1, now=NOW),
            lambda order=order: take_money_instead(order.id, position=1, now=NOW),
        ]
        at_once(*(send + off if round_ % 2 else off + send))
        row = Exchange.objects.get(pk=line.pk)
        orders = Replacement.objects.filter(original=order).count()
        ended.append({"orders": orders, "sent": row.sent, "end": row.end})
    return ended


@transaction.atomic
def _follow(order: Order, return_id: Any) -> None:
    lock_known_orders([order.id])
    follow_exchange_locked(return_id, by=None, now=NOW)


def main() -> None:
    call_command("migrate", verbosity=0)
    report = {
        "last pair": last_pair(),
        "sent or not": sent_against_called_off(),
        "reserved": sum(Stock.objects.values_list("reserved", flat=True)),
        "kept": sum(row.still_kept for row in Reservation.objects.filter(released_at=None)),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
