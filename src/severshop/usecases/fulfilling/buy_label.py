"""Asks a carrier for a label, before anything is packed. No transaction: it speaks over the network."""

import uuid
from collections.abc import Mapping
from typing import Final

import httpx
import structlog
from django.conf import settings

from severshop.domain.carriers.registry import is_valid_number, normalise_number
from severshop.domain.fulfilment.queries import parcel
from severshop.domain.fulfilment.rules import Step, check_contents
from severshop.domain.orders.models import Address, Order
from severshop.infra import http
from severshop.usecases.fulfilling.facts import UnknownOrderError, read_work

log = structlog.get_logger()

LABELS_FROM: Final = frozenset({"ups", "fedex", "usps", "dhl", "canadapost", "royalmail"})
"""Whose labels can be had at `CARRIER_URL`; the numbers of all others are typed."""
EXPRESS = "express"
STANDARD = "standard"


class NoLabelError(Exception):
    """The carrier gave no usable label: it did not answer, refused, or answered nonsense. Nothing was changed."""

    def __init__(self, carrier: str, *, cause: str) -> None:
        super().__init__(f"no label from {carrier}: {cause}")
        self.carrier = carrier
        self.cause = cause


class NoLabelsHereError(NoLabelError):
    """This carrier's labels are to be had elsewhere only."""


def buy_label(order_id: uuid.UUID, *, parcel_id: uuid.UUID, items: Mapping[uuid.UUID, int], carrier: str) -> str:
    """Return a tracking number from the carrier for what is to be packed; for the same `parcel_id` the same one.

    What cannot be packed is refused first, as `pack` does, so that no label is paid for in vain.
    Raises `NoLabelError`.
    """
    if known := parcel(parcel_id):
        return known.tracking_number
    work = read_work(order_id)
    work.check_step(Step.PACK)
    check_contents(items, left=work.left)
    if carrier not in LABELS_FROM:
        raise NoLabelsHereError(carrier, cause="its labels are not to be had here")
    return ask_for_label(carrier, _wish(order_id, parcel_id=parcel_id, carrier=carrier))


def ask_for_label(carrier: str, wish: dict[str, object]) -> str:
    """Return the tracking number that a carrier of `LABELS_FROM` gives for a wish. Raises `NoLabelError`."""
    number = _ask(carrier, wish)
    if not is_valid_number(carrier, number):
        raise NoLabelError(carrier, cause="the number is not valid")
    return normalise_number(number)


def _wish(order_id: uuid.UUID, *, parcel_id: uuid.UUID, carrier: str) -> dict[str, object]:
    order = Order.objects.filter(pk=order_id).first()
    address = Address.objects.filter(order_id=order_id).first()
    if order is None or address is None:
        raise UnknownOrderError("there is no such order")
    return {
        "reference": str(parcel_id),
        "carrier": carrier,
        "service": EXPRESS if order.delivery_option == EXPRESS else STANDARD,
        "from": {"city": settings.WAREHOUSE_CITY, "country": settings.WAREHOUSE_COUNTRY},
        "to": {"city": address.city, "postal_code": address.postal_code, "country": address.country},
    }


def _ask(carrier: str, wish: dict[str, object]) -> str:
    try:
        with http.client(base_url=settings.CARRIER_URL) as client:
            answer = client.post("/labels", json=wish)
        answer.raise_for_status()
        label = answer.json()
        number, giver = label["tracking_number"], label["carrier"]
    except httpx.HTTPStatusError as error:
        cause = f"it answered {error.response.status_code}"
        raise _no_label(carrier, cause) from error
    except httpx.HTTPError as error:
        raise _no_label(carrier, "it did not answer") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _no_label(carrier, "its answer was not understood") from error
    if not isinstance(number, str):
        raise _no_label(carrier, "its answer was not understood")
    if giver != carrier:
        raise _no_label(carrier, "the label is another carrier's")
    return number


def _no_label(carrier: str, cause: str) -> NoLabelError:
    log.warning("no label", carrier=carrier, cause=cause)
    return NoLabelError(carrier, cause=cause)
