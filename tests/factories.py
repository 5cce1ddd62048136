"""Orders and parcels made by the use cases themselves, with as little to say as a test needs."""

import json
import uuid
from datetime import date, datetime, timedelta

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem
from severshop.domain.orders.actions import NewAddress, NewLine, NewOrder
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.actions import open_leg
from severshop.infra.ids import order_number, uuid7
from severshop.usecases.fulfilling.accept_order import accept_order
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.windows import DeliveryWindow

WINDOW = DeliveryWindow(date(2026, 11, 26), date(2026, 11, 30))


DENMARK = NewAddress(name="Ada Winter", street="Nyhavn 17", city="Copenhagen", country="DK", postal_code="1051")


def placed_order(
    *,
    now: datetime,
    quantities: tuple[int, ...] = (1,),
    window: DeliveryWindow = WINDOW,
    address: NewAddress = DENMARK,
) -> Order:
    """An accepted order with one line for each quantity."""
    order_id = uuid7()
    lines = tuple(
        NewLine(
            sku=f"STR-RUST-{42 + index}",
            name="Strada Runner",
            variant=f"Rust, EU {42 + index}",
            silhouette="runner",
            tint="#b4552d",
            quantity=quantity,
            unit_minor=12900,
            weight_grams=820,
            hs_code="640411",
            origin="VN",
        )
        for index, quantity in enumerate(quantities)
    )
    new = NewOrder(
        id=order_id,
        number=order_number(),
        email="ada@example.com",
        lines=lines,
        address=address,
        delivery_option="standard",
        delivery_minor=490,
        tax_minor=2580,
        tax_rate_bp=2500,
    )
    accept_order(new, promised=window, evidence={"ships_by": "2026-11-25"}, now=now)
    return Order.objects.get(id=order_id)


def packed_parcel(
    order: Order,
    *,
    now: datetime,
    units: dict[int, int] | None = None,
    handed_over: bool = True,
    number: str | None = None,
    carrier: str = "ups",
) -> Parcel:
    """A parcel with a number of its own; by default it holds the whole order and was handed over."""
    position = Parcel.objects.filter(order=order).count() + 1
    number = number or ups_number(order, position)
    parcel = Parcel.objects.create(
        order=order, position=position, packed_at=now, carrier=carrier, tracking_number=number
    )
    for line in OrderLine.objects.filter(order=order):
        quantity = line.quantity if units is None else units.get(line.position, 0)
        if quantity:
            ParcelItem.objects.create(parcel=parcel, line=line, quantity=quantity)
    if handed_over:
        HandOver.objects.create(parcel=parcel, handed_over_at=now)
    open_leg(order_id=order.id, parcel_id=parcel.id, carrier=carrier, number=number, now=now)
    refresh_status([order.id], now=now)
    return parcel


def ups_number(order: Order, position: int) -> str:
    """A 1Z number that is the order's own. Its check digit is right."""
    from severshop.domain.carriers.numbers.check_digits import mod10

    body = f"999AA1{(order.id.int + position) % 10**9:09d}"
    return f"1Z{body}{mod10(body, (1, 2))}"


def track_alert(
    number: str,
    *,
    at: datetime,
    kind: str,
    code: str,
    description_code: str = "",
    city: str = "COLOGNE",
    country: str = "DE",
) -> bytes:
    """A UPS Track Alert body; `at` is aware and gives the local time."""
    offset = at.utcoffset() or timedelta(0)
    gmt = at - offset
    return json.dumps(
        {
            "trackingNumber": number,
            "localActivityDate": f"{at:%Y%m%d}",
            "localActivityTime": f"{at:%H%M%S}",
            "activityLocation": {"city": city, "stateProvince": "", "postalCode": "", "country": country},
            "activityStatus": {"type": kind, "code": code, "description": code, "descriptionCode": description_code},
            "gmtActivityDate": f"{gmt:%Y%m%d}",
            "gmtActivityTime": f"{gmt:%H%M%S}",
        }
    ).encode()


def public_page(order_id: uuid.UUID) -> dict:
    """What the public page of an order says now."""
    return json.loads(bytes(Snapshot.objects.get(order_id=order_id).public_json))
