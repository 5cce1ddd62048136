"""What a mail about an order says: the order itself, and what its public page says at the moment."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.orders.models import Address, Order
from severshop.domain.orders.replacements import replaces
from severshop.domain.payments.queries import card_hint
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.links import link_token
from severshop.look.mail.values import MailAddress, MailLine, MailOrder, MailParcel, MailStep
from severshop.look.status.claim_facts import read_claims
from severshop.look.status.facts import Delay, read_delay
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.windows import DeliveryWindow

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """To whom, in which language, and what."""

    email: str
    email_version: int
    link_generation: int
    language: str
    customer_id: uuid.UUID | None
    order: MailOrder
    delay: Delay | None = None
    end_from: date | None = None
    """From when a late order may be called off, where the page says so."""
    claimed_parcels: frozenset[int] = frozenset()
    """The positions of parcels that claims are about which stand."""


def mail_facts(order_id: uuid.UUID) -> MailFacts | None:
    """Return what a mail about the order is made of, or None if there is no such order."""
    row = Order.objects.select_related("address", "customer").prefetch_related("lines").filter(pk=order_id).first()
    snapshot = Snapshot.objects.filter(order_id=order_id).values_list("public_json", flat=True).first()
    if row is None or snapshot is None:
        return None
    page = json.loads(bytes(snapshot))
    told = _order(row, page=page)
    return MailFacts(
        email=row.email,
        email_version=row.email_version,
        link_generation=row.link_generation,
        # What the account says now; else what the order was made in.
        language=(row.customer.language if row.customer else "") or row.language,
        customer_id=row.customer_id,
        order=told,
        delay=read_delay(page.get("delay")),
        claimed_parcels=frozenset(one.parcel for one in read_claims(page.get("claims", ())) if one.stands),
        end_from=next((date.fromisoformat(step["by"][:10]) for step in page["next"] if step["code"] == "end"), None),
    )


def _order(row: Order, *, page: Json) -> MailOrder:
    lines = tuple(
        MailLine(
            position=line.position,
            name=line.name,
            variant=line.variant,
            tint=line.tint,
            quantity=line.quantity,
            unit_minor=line.unit_minor,
        )
        for line in row.lines.all()
    )
    token = link_token(row.id, generation=row.link_generation)
    window = _window(page["arrival"]) or _window(page["promised"])
    return MailOrder(
        number=row.number,
        placed_at=row.placed_at.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)),
        link=f"{settings.PUBLIC_URL}/t/{token}",
        messages_link=f"{settings.PUBLIC_URL}/order/{token}/messages/",
        pages_link=f"{settings.PUBLIC_URL}/order/{token}/",
        calendar_link=f"{settings.PUBLIC_URL}/order/{token}/delivery.ics" if window else "",
        shop_url=settings.PUBLIC_URL,
        currency=row.currency,
        items_minor=row.items_minor,
        delivery_minor=row.delivery_minor,
        total_minor=row.total_minor,
        tax_minor=row.tax_minor,
        tax_rate_bp=row.tax_rate_bp,
        delivery_option=row.delivery_option,
        payment=card_hint(row.id),
        address=_address(row.address),
        lines=lines,
        parcels=tuple(_parcel(parcel, lines=lines) for parcel in page["parcels"]),
        status=OrderStatus(page["status"]),
        steps=tuple(MailStep(status=OrderStatus(step["status"]), at=_moment(step["at"])) for step in page["steps"]),
        arrival=page["arrival"]["kind"],
        window=window,
        stands_in_for=_stands_in_for(row.id),
    )


def _stands_in_for(order_id: uuid.UUID) -> str:
    made = replaces(order_id)
    return Order.objects.values_list("number", flat=True).get(pk=made.original_id) if made else ""


def _address(row: Address) -> MailAddress:
    return MailAddress(
        name=row.name,
        company=row.company,
        street=row.street,
        extra=row.extra,
        postal_code=row.postal_code,
        city=row.city,
        region=row.region,
        country=row.country,
    )


def _parcel(parcel: Json, *, lines: tuple[MailLine, ...]) -> MailParcel:
    by_position = {line.position: line for line in lines}
    return MailParcel(
        position=parcel["position"],
        carrier=parcel["carrier_name"],
        tracking_number=parcel["tracking_number"],
        tracking_url=parcel["carrier_url"] or "",
        milestone=Milestone(parcel["milestone"]),
        reason=Reason(parcel["reason"]),
        delivered_at=_moment(parcel["delivered_at"]),
        contents=tuple(replace(by_position[item["line"]], quantity=item["quantity"]) for item in parcel["items"]),
    )


def _window(dates: Json | None) -> DeliveryWindow | None:
    if not dates or not dates["earliest"] or not dates["latest"]:
        return None
    return DeliveryWindow(date.fromisoformat(dates["earliest"]), date.fromisoformat(dates["latest"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
