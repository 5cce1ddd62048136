"""The things that were ordered, under the parcel that each of them travels in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.status.facts import Item, StatusFacts
from severshop.look.status.parcel_facts import Leg, Parcel
from severshop.look.status.whereabouts import where
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone
from severshop.vocabulary.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    name: str
    variant: str
    quantity: int
    silhouette: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A carrier with its number and its page, and, where there are several, which part it has in it."""

    carrier: str
    number: str
    url: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A parcel with what is in it, or the things that are in none."""

    heading: str
    where: Markup
    articles: tuple[Article, ...]
    numbers: tuple[Number, ...] = ()


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
        numbers=numbers(parcel),
    )


def numbers(parcel: Parcel) -> tuple[Number, ...]:
    """Return the numbers that a parcel travels under; of several, that of who has it first."""
    if not parcel.legs:
        one = Number(carrier=parcel.carrier_name, number=parcel.tracking_number, url=parcel.carrier_url)
        return (one,) if parcel.tracking_number else ()
    legs = sorted(parcel.legs, key=lambda leg: not leg.has_it)
    return tuple(
        Number(carrier=leg.carrier_name, number=leg.tracking_number, url=leg.carrier_url, part=_part(leg, parcel))
        for leg in legs
    )


def _part(leg: Leg, parcel: Parcel) -> str:
    if not leg.has_it:
        told = zip(parcel.scans, parcel.tellers, strict=True)
        if any(teller == leg.carrier_name for scan, teller in told if scan.milestone not in PAPER_ONLY):
            return _("carried it before")
        is_over = parcel.milestone in {Milestone.DELIVERED, Milestone.RETURNED}
        return _("has not said a word about it") if is_over else _("takes it on later")
    if parcel.milestone in PAPER_ONLY:
        return _("gets it first")
    return {Milestone.DELIVERED: _("brought it to you"), Milestone.RETURNED: _("brought it back to us")}.get(
        parcel.milestone, _("has it now")
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
