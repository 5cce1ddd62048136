"""A process in which many hands reach for the same return at once. Prints, as JSON, how it ended."""

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from severshop.domain.customers.actions import make_staff  # noqa: E402
from severshop.domain.inventory.models import Stock  # noqa: E402
from severshop.domain.payments.books import order_balance, refunds_of  # noqa: E402
from severshop.domain.payments.models import Payment  # noqa: E402
from severshop.domain.payments.refunds import ChargebackState, ChargebackTold  # noqa: E402
from severshop.domain.returns.models import Completion, GoodsReceived, Inspection, Return  # noqa: E402
from severshop.usecases.paying import settle_refunds  # noqa: E402
from severshop.usecases.paying.refund import give_back  # noqa: E402
from severshop.usecases.returning import first_scan  # noqa: E402
from severshop.usecases.returning.complete import complete  # noqa: E402
from severshop.usecases.returning.inspect import correct  # noqa: E402
from severshop.usecases.returning.receive import Box, receive_return, receive_stray, take_unannounced  # noqa: E402
from severshop.vocabulary.returning import ReturnReason  # noqa: E402
from severshop.vocabulary.roles import Role  # noqa: E402
from tests.factories import public_page  # noqa: E402
from tests.usecases.aftercare.racers import at_once  # noqa: E402
from tests.usecases.returning.desk import (  # noqa: E402
    GOOD,
    announced,
    desk,
    look_at,
    received,
    sold_order,
)

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 2


def bought():
    return sold_order(now=NOW, quantities=(1,))


def received_twice(sam: uuid.UUID, finn: uuid.UUID) -> list[dict[str, Any]]:
    """Two people open the same box, each pressing twice."""
    ended = []
    for round_ in range(ROUNDS):
        return_id = announced(bought(), {1: 1}, now=NOW, form=f"a{round_}")
        reaches = [
            lambda by=by, return_id=return_id: receive_return(return_id, {1: 1}, seen=0, box=Box(), by=by, now=NOW)
            for by in (sam, finn, sam, finn)
        ]
        fared = at_once(*reaches)
        case = desk(return_id)
        ended.append({"fared": fared, "receipts": len(case.receipts), "pieces": case.lines[0].received})
    return ended


def looked_at_twice(sam: uuid.UUID, finn: uuid.UUID) -> list[dict[str, Any]]:
    """Two people look at the one pair, each with a form of their own, pressed twice."""
    ended = []
    for round_ in range(ROUNDS):
        return_id = received(bought(), {1: 1}, by=sam, now=NOW, form=f"b{round_}")
        reaches = [
            lambda by=by, form=form, return_id=return_id: look_at(return_id, by=by, form=form, now=NOW)
            for by, form in ((sam, "s"), (finn, "f"), (sam, "s"), (finn, "f"))
        ]
        fared = at_once(*reaches)
        ended.append({"fared": fared, "rows": Inspection.objects.filter(line__case=return_id).count()})
    return ended


def completed_twice(sam: uuid.UUID, finn: uuid.UUID) -> list[dict[str, Any]]:
    """Two people pay back, while a third pays something out of goodwill."""
    ended = []
    for round_ in range(ROUNDS):
        order = bought()
        return_id = received(order, {1: 1}, by=sam, now=NOW, form=f"c{round_}")
        look_at(return_id, by=sam, now=NOW)
        pay = [lambda by=by, case=return_id: complete(case, is_last=False, by=by, now=NOW) for by in (sam, finn) * 2]
        kind = [
            lambda order=order, form=f"k{round_}": give_back(
                order.id, amount_minor=5_000, note="", form=form, by=finn, now=NOW
            )
        ]
        fared = at_once(*(pay + kind if round_ % 2 else kind + pay))
        ended.append(fate(order) | {"fared": fared, "acts": Completion.objects.filter(case=return_id).count()})
    return ended


def completed_against_chargeback(sam: uuid.UUID) -> list[dict[str, Any]]:
    """The bank takes all of it while the desk pays back."""
    ended = []
    for round_ in range(ROUNDS):
        order = bought()
        return_id = received(order, {1: 1}, by=sam, now=NOW, form=f"d{round_}")
        look_at(return_id, by=sam, now=NOW)
        told = ChargebackTold(
            provider_ref=f"cb_{round_}",
            charge=Payment.objects.get(order_id=order.id).pk,
            state=ChargebackState.OPEN,
            amount_minor=order.total_minor,
            currency="EUR",
            reason="fraud",
        )
        pay = [lambda case=return_id: complete(case, is_last=False, by=sam, now=NOW)]
        take = [lambda told=told: settle_refunds._take_in(told, now=NOW)] * 2
        at_once(*(pay + take if round_ % 2 else take + pay))
        balance = order_balance(order.id)
        ended.append({"back": balance.on_its_way, "bank": balance.charged_back, "left": balance.left})
    return ended


def corrected_against_completed(sam: uuid.UUID, finn: uuid.UUID) -> list[dict[str, Any]]:
    """One corrects (less is paid), another pays back what stood there before, and both press on."""
    ended = []
    for round_ in range(ROUNDS):
        order = bought()
        return_id = received(order, {1: 1}, by=sam, now=NOW, form=f"e{round_}")
        look_at(return_id, by=sam, now=NOW)
        wrong = desk(return_id).lines[0].found[0].id
        mend = [
            lambda form=form, case=return_id, wrong=wrong: correct(
                case, GOOD, inspection_id=wrong, form=form, by=finn, now=NOW
            )
            for form in ("x", "y")
        ]
        pay = [lambda case=return_id: complete(case, is_last=False, by=sam, now=NOW)] * 2
        at_once(*(pay + mend if round_ % 2 else mend + pay))
        # Whoever was slower finds what is left to do, or nothing.
        at_once(*pay)
        ended.append(fate(order) | {"counts": len(desk(return_id).lines[0].found)})
    return ended


def stray_taken_twice(sam: uuid.UUID, finn: uuid.UUID) -> list[dict[str, Any]]:
    """Two people find out whose a box is at the same time."""
    ended = []
    for round_ in range(ROUNDS):
        order = bought()
        receive_stray(Box(note="a box"), form=f"stray{round_}", by=sam, now=NOW)
        box = GoodsReceived.objects.get(case=None).pk
        reaches = [
            lambda by=by, form=form, order=order, box=box: take_unannounced(
                order.id,
                {1: 1},
                reason=ReturnReason.OTHER,
                box=Box(),
                stray_id=box,
                form=form,
                by=by,
                now=NOW,
            )
            for by, form in ((sam, f"s{round_}"), (finn, f"f{round_}"), (sam, f"s{round_}"))
        ]
        fared = at_once(*reaches)
        ended.append({"fared": sum(fared.values()), "returns": Return.objects.filter(order=order).count()})
    return ended


def early_twice(sam: uuid.UUID) -> list[dict[str, Any]]:
    """The first scan pays in two workers at once, while the desk takes the box in."""
    ended = []
    for round_ in range(ROUNDS):
        order = bought()
        return_id = announced(order, {1: 1}, now=NOW, form=f"g{round_}")
        row = Return.objects.get(pk=return_id)
        row.policy |= {"refund_when": "first_scan"}
        row.save()
        pay = [lambda case=return_id: first_scan._pay(case, now=NOW)] * 3
        take = [lambda case=return_id: receive_return(case, {1: 1}, seen=0, box=Box(), by=sam, now=NOW)]
        at_once(*(pay + take if round_ % 2 else take + pay))
        look_at(return_id, by=sam, now=NOW)
        complete(return_id, is_last=False, by=sam, now=NOW + timedelta(minutes=1))
        ended.append(fate(order))
    return ended


def fate(order) -> dict[str, Any]:
    parts = [part for one in refunds_of(order.id) if one.cause.startswith("return:") for part in one.parts]
    return {
        "state": public_page(order.id)["returns"][0]["state"],
        "back": order_balance(order.id).on_its_way,
        "left": order_balance(order.id).left,
        "pieces paid": sum(part.quantity for part in parts),
        "on hand": Stock.objects.values_list("on_hand", flat=True).get(),
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    sam = make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.RETURNS]).pk
    finn = make_staff("finn@shop.example", name="Finn", password="long-enough", roles=[Role.RETURNS]).pk
    report = {
        "received": received_twice(sam, finn),
        "looked at": looked_at_twice(sam, finn),
        "completed": completed_twice(sam, finn),
        "chargeback": completed_against_chargeback(sam),
        "corrected": corrected_against_completed(sam, finn),
        "stray": stray_taken_twice(sam, finn),
        "early": early_twice(sam),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
