"""A process in which many hands announce, call off, label and photograph the same return. Prints, as JSON, the ends."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from severshop.domain.fulfilment.models import Parcel  # noqa: E402
from severshop.domain.orders.models import Order  # noqa: E402
from severshop.domain.returns.models import Return, ReturnPhoto  # noqa: E402
from severshop.domain.returns.queries import returned_units  # noqa: E402
from severshop.domain.returns.rules import Chosen  # noqa: E402
from severshop.infra.pictures import Picture  # noqa: E402
from severshop.simulator.carrier.numbers import ups  # noqa: E402
from severshop.usecases.aftercare.announce_return import (  # noqa: E402
    Announcement,
    announce_return,
    cancel_return,
    show_photos,
)
from severshop.usecases.aftercare.label_return import label_return  # noqa: E402
from severshop.usecases.aftercare.withdraw import Statement, withdraw  # noqa: E402
from severshop.vocabulary.returning import ReturnReason  # noqa: E402
from severshop.vocabulary.ways import Way  # noqa: E402
from tests.factories import public_page  # noqa: E402
from tests.returning import arrived_order, carrier, hear  # noqa: E402
from tests.usecases.aftercare.racers import at_once  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 3
SHOT = Picture(b"jpeg", 16, 16)


def announcing(order: Order, form: str) -> Any:
    wish = Announcement(order_id=order.id, lines={1: Chosen(1, ReturnReason.TOO_SMALL)}, form=form)
    return lambda: announce_return(wish, now=NOW)


def one_pair() -> Order:
    return arrived_order(now=NOW, quantities=(1,))


def end(order: Order, fared: Counter[str]) -> dict[str, Any]:
    told = public_page(order.id)["returns"]
    return {"fared": fared, "units": returned_units(order.id).get(1, 0), "told": [one["state"] for one in told]}


def the_same_form() -> dict[str, Any]:
    order = one_pair()
    return end(order, at_once(*[announcing(order, "same")] * 4))


def the_same_pair() -> list[dict[str, Any]]:
    """Four windows announce the one pair, each in a form of its own."""
    ended = []
    for round_ in range(ROUNDS):
        order = one_pair()
        ended.append(end(order, at_once(*[announcing(order, f"b{round_}{window}") for window in range(4)])))
    return ended


def against_a_withdrawal() -> list[dict[str, Any]]:
    """One window announces the pair while another withdraws from it, both twice."""
    ended = []
    for round_ in range(ROUNDS):
        order = one_pair()
        said = Statement(form=f"c{round_}", name="Ada", language="en", order_id=order.id, units={1: 1})
        leave = [lambda said=said: withdraw(said, origin="", now=NOW)] * 2
        back = [announcing(order, f"d{round_}")] * 2
        ended.append(end(order, at_once(*(leave + back if round_ % 2 else back + leave))))
    return ended


def labels_and_second_thoughts() -> list[dict[str, Any]]:
    """The label is fetched three times while it is called off."""
    ended = []
    with carrier(SimpleNamespace()) as server:
        settings.CARRIER_URL = f"http://127.0.0.1:{server.server_port}"
        for round_ in range(ROUNDS):
            order = one_pair()
            record = announcing(order, f"e{round_}")()
            server.number = ups(round_, service="standard")
            fetch = [lambda pk=record.id: label_return(pk, now=NOW)] * 3
            stop = [lambda order=order: cancel_return(order.id, position=1, now=NOW)]
            fared = at_once(*(fetch + stop if round_ % 2 else stop + fetch))
            parcels = Parcel.objects.filter(order=order, way=Way.BACK).count()
            ended.append(end(order, fared) | {"parcels": parcels})
    return ended


def second_thoughts_against_the_first_scan() -> list[dict[str, Any]]:
    """It is called off while its carrier scans it: what is on its way counts."""
    ended = []
    with carrier(SimpleNamespace()) as server:
        settings.CARRIER_URL = f"http://127.0.0.1:{server.server_port}"
        for round_ in range(ROUNDS):
            order = one_pair()
            record = announcing(order, f"f{round_}")()
            server.number = ups(ROUNDS + round_, service="standard")
            label_return(record.id, now=NOW)
            parcel = Return.objects.get(pk=record.id).parcel
            scan = [lambda parcel=parcel: hear(parcel, now=NOW - timedelta(hours=1), kind="I", code="DP")]
            stop = [lambda order=order: cancel_return(order.id, position=1, now=NOW)]
            ended.append(end(order, at_once(*(scan + stop if round_ % 2 else stop + scan))))
    return ended


def photos() -> int:
    """Four hands show two photos each of the one pair."""
    order = one_pair()
    announcing(order, "photos")()
    at_once(*[lambda: show_photos(order.id, position=1, photos={1: [SHOT, SHOT]}, now=NOW)] * 4)
    return ReturnPhoto.objects.filter(line__case__order_id=order.id).count()


def main() -> None:
    call_command("migrate", verbosity=0)
    report = {
        "form": the_same_form(),
        "pair": the_same_pair(),
        "withdrawal": against_a_withdrawal(),
        "label": labels_and_second_thoughts(),
        "scan": second_thoughts_against_the_first_scan(),
        "photos": photos(),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
