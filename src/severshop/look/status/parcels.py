"""The things that were ordered, under the parcel that each of them travels in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.status.facts import Item, Parcel, StatusFacts
from severshop.look.status.whereabouts import where
from severshop.vocabulary.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    name: str
    variant: str
    quantity: int
    silhouette: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A parcel with what is in it, or the things that are in none."""

    heading: str
    where: Markup
    articles: tuple[Article, ...]
    carrier: str = ""
    tracking_number: str = ""
    carrier_url: str = ""


def boxes(facts: StatusFacts, *, now: datetime, today: date) -> tuple[Box, ...]:
    """Return the parcels in their order, then what is still to be packed, then what was cancelled."""
    found = [_parcel(parcel, facts, now=now, today=today) for parcel in facts.parcels]
    to_pack = _articles({item.line: item.quantity - item.cancelled - item.packed for item in facts.items}, facts.items)
    if to_pack:
        found.append(Box(heading=_still_to_pack(facts), where=Markup(""), articles=to_pack))
    cancelled = _articles({item.line: item.cancelled for item in facts.items}, facts.items)
    if cancelled:
        found.append(Box(heading=_("Cancelled"), where=Markup(""), articles=cancelled))
    return tuple(found)


def _parcel(parcel: Parcel, facts: StatusFacts, *, now: datetime, today: date) -> Box:
    several = facts.parcels_total > 1
    words = {"number": parcel.position, "total": facts.parcels_total}
    return Box(
        heading=_("Parcel %(number)s of %(total)s") % words if several else _("In this parcel"),
        where=where(parcel, facts, now=now, today=today) if several else Markup(""),
        articles=_articles(parcel.quantities, facts.items),
        carrier=parcel.carrier_name,
        tracking_number=parcel.tracking_number,
        carrier_url=parcel.carrier_url,
    )


def _still_to_pack(facts: StatusFacts) -> str:
    if facts.parcels:
        return _("Still to be packed")
    return _("Being packed") if facts.status is OrderStatus.IN_PROCESS else _("In this order")


def _articles(quantities: Mapping[int, int], items: tuple[Item, ...]) -> tuple[Article, ...]:
    return tuple(
        Article(
            name=item.name,
            variant=item.variant,
            quantity=quantities[item.line],
            silhouette=item.silhouette,
            tint=item.tint,
        )
        for item in items
        if quantities.get(item.line, 0) > 0
    )
