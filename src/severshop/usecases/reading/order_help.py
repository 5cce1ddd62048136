"""What help answers from: the shop's tables for everybody, and an order's page with them for the one in hand."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from severshop.domain.policies.answers import ANSWERS
from severshop.domain.policies.habits import habit_of
from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.policies.rules import answer_by, withdraw_until
from severshop.domain.promises.queries import holidays_of
from severshop.domain.shipping.queries import options, zone_of
from severshop.domain.shipping.rules import Zone
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.links import link_token
from severshop.look.help.order import OrderInHand, Range, Terms, Way
from severshop.look.status.facts import StatusFacts, read_facts
from severshop.look.status.page import StatusPage, status_page
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.statuses import OrderStatus

SATURDAY = 5
RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentOrder:
    """An order of somebody who is signed in, to choose from. `token` opens its pages."""

    number: str
    token: str
    page: StatusPage


def shop_terms(*, now: datetime, country: str = "", placed_at: datetime | None = None) -> Terms:
    """Return what holds for whoever asks now: about an order that was placed, or about one that would be now.

    Without a country (ISO 3166-1) it is what holds where the warehouse is.
    """
    day = (placed_at or now).astimezone(shop_zone()).date()
    return Terms(
        returns=returns_policy_for(country or settings.WAREHOUSE_COUNTRY, day),
        answer_by=answer_due(now),
        cutoff_hour=settings.WAREHOUSE_CUTOFF_HOUR,
        ways={str(where): _ways(where) for where in Zone},
    )


def answer_due(asked_at: datetime) -> datetime:
    """Return by when a person answers what is asked at this moment."""
    is_open = _open_days(settings.WAREHOUSE_COUNTRY, region=settings.WAREHOUSE_REGION)
    return answer_by(asked_at, policy=ANSWERS, zone=shop_zone(), is_open=is_open)


def order_in_hand(order_id: uuid.UUID, *, now: datetime) -> OrderInHand | None:
    """Return an order with all that an answer may be made of; None while it has no page."""
    body = Snapshot.objects.filter(order_id=order_id).values_list("public_json", flat=True).first()
    if body is None:
        return None
    facts, carriers = read_facts(bytes(body)), json.loads(bytes(body))["parcels"]
    local = now.astimezone(shop_zone())
    return OrderInHand(
        status=facts,
        terms=shop_terms(now=now, country=facts.destination.country, placed_at=facts.placed_at),
        now=local,
        zone=str(zone_of(facts.destination.country)),
        withdraw_until=_withdraw_until(facts),
        habits={parcel["position"]: habit_of(parcel["carrier"]) for parcel in carriers},
    )


def recent_orders(user_id: uuid.UUID, *, now: datetime) -> tuple[RecentOrder, ...]:
    """Return somebody's newest orders, to ask about one of them."""
    found = Snapshot.objects.filter(order__customer_id=user_id).select_related("order").order_by("-placed_at")
    return tuple(
        RecentOrder(
            number=row.order.number,
            token=link_token(row.order_id, generation=row.order.link_generation),
            page=status_page(read_facts(bytes(row.public_json)), now=now),
        )
        for row in found[:RECENT]
    )


def _withdraw_until(facts: StatusFacts) -> date | None:
    arrived = [parcel.delivered_at for parcel in facts.parcels if parcel.delivered_at]
    if facts.status is not OrderStatus.DELIVERED or not arrived:
        return None
    country = facts.destination.country
    policy = returns_policy_for(country, facts.placed_at.astimezone(shop_zone()).date())
    return withdraw_until(max(arrived).date(), policy=policy, is_open=_open_days(country))


def _open_days(country: str, *, region: str = "") -> Callable[[date], bool]:
    return lambda day: day.weekday() < SATURDAY and day not in holidays_of(country, region=region, year=day.year)


def _ways(zone: Zone) -> tuple[Way, ...]:
    return tuple(
        Way(
            code=option.code,
            price_minor=option.price_minor,
            free_from_minor=option.free_from_minor,
            handling=Range(fewest=option.handling_days[0], most=option.handling_days[1]),
            transit=Range(fewest=option.transit_days[0], most=option.transit_days[1]),
        )
        for option in options(zone)
    )
