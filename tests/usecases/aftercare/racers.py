"""A process in which many hands reach for the same order's fate at once. Prints, as JSON, how it ended."""

import json
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from severshop.domain.customers.actions import make_staff  # noqa: E402
from severshop.domain.fulfilment.models import HandOver, Parcel  # noqa: E402
from severshop.domain.inventory.actions import reserve, set_stock  # noqa: E402
from severshop.domain.inventory.models import Reservation, Stock  # noqa: E402
from severshop.domain.orders.cancellations import requests_of  # noqa: E402
from severshop.domain.orders.models import Order, OrderLine  # noqa: E402
from severshop.domain.payments.books import order_balance, refunds_of  # noqa: E402
from severshop.domain.payments.models import Payment  # noqa: E402
from severshop.domain.payments.refunds import ChargebackState, ChargebackTold  # noqa: E402
from severshop.infra.outbox.models import OutboxEntry  # noqa: E402
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, cancel_for_shop, decide  # noqa: E402
from severshop.usecases.fulfilling.hand_over import hand_over  # noqa: E402
from severshop.usecases.fulfilling.pick import start_picking  # noqa: E402
from severshop.usecases.paying import settle_refunds  # noqa: E402
from severshop.usecases.paying.refund import give_back  # noqa: E402
from severshop.vocabulary.cancelling import CancelReason  # noqa: E402
from severshop.vocabulary.roles import Role  # noqa: E402
from tests.factories import packed_parcel, placed_order, public_page  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 6
ON_HAND = 100


def at_once(*reaches: Callable[[], object]) -> Counter[str]:
    """Let each hand do its own thing at the same moment; return how often it ended in what."""
    fared: Counter[str] = Counter()
    start = threading.Barrier(len(reaches))

    def run(reach: Callable[[], object]) -> None:
        try:
            start.wait()
            reach()
            fared["done"] += 1
        except Exception as error:  # noqa: BLE001 - how it ended is the answer
            fared[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(reach,)) for reach in reaches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return fared


def paid_order() -> Order:
    order = placed_order(now=NOW)
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=NOW
    )
    sku = OrderLine.objects.get(order=order).sku
    reserve(order.id, {sku: 1}, now=NOW)
    return order


def wish(order: Order, form: str) -> Wish:
    return Wish(order_id=order.id, units={1: 1}, reason=CancelReason.NOT_SAID, form=form)


def fate(order: Order) -> dict[str, Any]:
    page = public_page(order.id)
    balance = order_balance(order.id)
    letters = OutboxEntry.objects.filter(order_id=order.id, payload__kind__startswith="cancellation")
    return {
        "status": page["status"],
        "handed over": HandOver.objects.filter(parcel__order=order).count(),
        "back": balance.on_its_way,
        "requests": [request.state.value for request in requests_of(order.id)],
        "letters": [kind.removeprefix("cancellation_") for kind in letters.values_list("payload__kind", flat=True)],
    }


def decision_against_hand_over(sam: uuid.UUID) -> list[dict[str, Any]]:
    """A member of staff grants while others hand over the very parcel."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        start_picking(order.id, by=None, now=NOW)
        parcel = packed_parcel(order, now=NOW, handed_over=False).pk
        request = ask_to_cancel(wish(order, f"a{round_}"), now=NOW)
        grant = [lambda request=request: decide(request.id, granted=True, note="", by=sam, now=NOW)] * 2
        give = [lambda parcel=parcel: hand_over([parcel], by=None, now=NOW)] * 2
        at_once(*(grant + give if round_ % 2 else give + grant))
        ended.append(fate(order) | {"boxes": Parcel.objects.filter(order=order).count()})
    return ended


def shop_against_hand_over(sam: uuid.UUID) -> list[dict[str, Any]]:
    """Two of the staff cancel of the shop's own accord, each pressed twice, while others hand over the very parcel."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        start_picking(order.id, by=None, now=NOW)
        parcel = packed_parcel(order, now=NOW, handed_over=False).pk
        cancel = [
            lambda order=order, form=f"{form}{round_}": cancel_for_shop(wish(order, form), note="", by=sam, now=NOW)
            for form in ("e", "f", "e", "f")
        ]
        give = [lambda parcel=parcel: hand_over([parcel], by=None, now=NOW)] * 2
        at_once(*(cancel + give if round_ % 2 else give + cancel))
        ended.append(fate(order) | {"boxes": Parcel.objects.filter(order=order).count()})
    return ended


def click_against_picking() -> list[dict[str, Any]]:
    """The shopper clicks, twice, while the warehouse begins."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        click = [lambda order=order, form=f"b{round_}": ask_to_cancel(wish(order, form), now=NOW)] * 2
        begin = [lambda order=order: start_picking(order.id, by=None, now=NOW)] * 2
        at_once(*(click + begin if round_ % 2 else begin + click))
        ended.append(fate(order))
    return ended


def two_refund(sam: uuid.UUID, finn: uuid.UUID) -> dict[str, Any]:
    """Two of the staff pay back most of it, each in a form of their own, pressed twice."""
    order = paid_order()
    asks = [
        lambda by=by, form=form: give_back(order.id, amount_minor=10_000, note="", form=form, by=by, now=NOW)
        for by, form in ((sam, "c1"), (finn, "c2"), (sam, "c1"), (finn, "c2"))
    ]
    fared = at_once(*asks)
    return {"fared": fared, "back": order_balance(order.id).on_its_way, "refunds": len(refunds_of(order.id))}


def refund_against_chargeback(sam: uuid.UUID) -> list[dict[str, Any]]:
    """The bank takes all of it while somebody pays back a part."""
    ended = []
    for round_ in range(ROUNDS):
        order = paid_order()
        payment = Payment.objects.get(order_id=order.id)
        told = ChargebackTold(
            provider_ref=f"cb_{round_}",
            charge=payment.pk,
            state=ChargebackState.OPEN,
            amount_minor=order.total_minor,
            currency="EUR",
            reason="fraud",
        )
        ask = [
            lambda order=order, form=f"d{round_}": give_back(
                order.id, amount_minor=5_000, note="", form=form, by=sam, now=NOW
            )
        ]
        take = [lambda told=told: settle_refunds._take_in(told, now=NOW)] * 3
        at_once(*(ask + take if round_ % 2 else take + ask))
        balance = order_balance(order.id)
        ended.append({"back": balance.on_its_way, "bank": balance.charged_back, "contested": balance.contested})
    return ended


def main() -> None:
    call_command("migrate", verbosity=0)
    set_stock("STR-RUST-42", on_hand=ON_HAND)
    sam = make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk
    finn = make_staff("finn@shop.example", name="Finn", password="long-enough", roles=[Role.FINANCE]).pk
    report = {
        "hand over": decision_against_hand_over(sam),
        "shop": shop_against_hand_over(sam),
        "picking": click_against_picking(),
        "two refund": two_refund(sam, finn),
        "chargeback": refund_against_chargeback(sam),
        "stock": Stock.objects.values_list("on_hand", "reserved").get(),
        "left the house": HandOver.objects.count(),
        "kept": sum(row.still_kept for row in Reservation.objects.all()),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
