"""A process in which many hands reach for the same thing at once. Prints, as JSON, how each of them fared."""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem  # noqa: E402
from severshop.domain.inventory.actions import reserve, set_stock  # noqa: E402
from severshop.domain.inventory.models import Stock  # noqa: E402
from severshop.domain.orders.models import OrderLine  # noqa: E402
from severshop.infra.ids import uuid7  # noqa: E402
from severshop.infra.outbox.models import OutboxEntry  # noqa: E402
from severshop.usecases.account.guard_sign_in import admit  # noqa: E402
from severshop.usecases.fulfilling.hand_over import hand_over  # noqa: E402
from severshop.usecases.fulfilling.pack import pack  # noqa: E402
from severshop.usecases.fulfilling.pick import start_picking  # noqa: E402
from tests.factories import placed_order, ups_number  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HANDS = 8


def at_once(reach: Callable[[int], object]) -> Counter[str]:
    """Let all hands do it at the same moment; return how often it ended in what."""
    fared: Counter[str] = Counter()
    start = threading.Barrier(HANDS)

    def run(hand: int) -> None:
        try:
            start.wait()
            reach(hand)
            fared["done"] += 1
        except Exception as error:  # noqa: BLE001 - how it ended is the answer
            fared[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(hand,)) for hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return fared


def main() -> None:
    call_command("migrate", verbosity=0)
    order = placed_order(now=NOW, quantities=(2,))
    line = OrderLine.objects.get(order=order)
    set_stock(line.sku, on_hand=5)
    reserve(order.id, {line.sku: 2}, now=NOW)
    start_picking(order.id, by=None, now=NOW)
    same = uuid7()

    def pack_one(hand: int, *, parcel_id=None) -> None:
        pack(
            order.id,
            parcel_id=parcel_id or uuid7(),
            items={line.pk: 1},
            carrier="ups",
            tracking_number=ups_number(order, hand if parcel_id is None else 99),
            by=None,
            now=NOW,
        )

    report = {
        "same parcel": at_once(lambda hand: pack_one(hand, parcel_id=same)),
        "last unit": at_once(pack_one),
        "hand over": at_once(
            lambda _hand: hand_over(list(Parcel.objects.values_list("pk", flat=True)), by=None, now=NOW)
        ),
        "guess": at_once(
            lambda hand: [admit(email="wim@shop.example", origin=f"10.0.0.{hand}", now=NOW) for _ in range(3)]
        ),
        "parcels": Parcel.objects.count(),
        "units": sum(ParcelItem.objects.values_list("quantity", flat=True)),
        "handed over": HandOver.objects.count(),
        "on hand": Stock.objects.get(sku=line.sku).on_hand,
        "shipped mails": OutboxEntry.objects.filter(payload__kind="shipped").count(),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
