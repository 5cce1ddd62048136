"""What has happened, newest first, grouped by the day on which it happened where it happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look import formats
from severshop.look.status.facts import StatusFacts
from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.scans import scan_words
from severshop.look.status.times import day_heading
from severshop.look.status.words import status_word
from severshop.vocabulary.places import Place
from severshop.vocabulary.statuses import OrderStatus

NEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: datetime
    words: str
    place: str = ""
    parcel: str = ""
    offset_known: bool = True

    @property
    def clock(self) -> str:
        return formats.clock(self.at) if self.offset_known else f"{formats.clock(self.at)} UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    heading: Markup
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    newest: tuple[Day, ...]
    earlier: tuple[Day, ...]
    earlier_count: int
    unseen_count: int


def history(facts: StatusFacts) -> History:
    """Return the newest three events and the rest. `unseen_count` says how many scans the JSON leaves out."""
    events = list(_of_the_order(facts))
    for parcel in facts.parcels:
        events.extend(_of_a_parcel(parcel, several=facts.parcels_total > 1))
    # Turned round after a stable sort: of two at one moment the one written later stands above.
    events.sort(key=_at)
    events.reverse()
    return History(
        newest=_days(events[:NEWEST]),
        earlier=_days(events[NEWEST:]),
        earlier_count=len(events[NEWEST:]),
        unseen_count=sum(parcel.scans_total - len(parcel.scans) for parcel in facts.parcels),
    )


def days_of(events: Iterable[Event], parcel: Parcel | None) -> tuple[Day, ...]:
    """Return events of another story, with its parcel's, newest first, grouped by day."""
    told = [*events, *(_of_a_parcel(parcel, several=False) if parcel else ())]
    told.sort(key=_at)
    told.reverse()
    return _days(told)


def _of_the_order(facts: StatusFacts) -> Iterable[Event]:
    yield Event(at=facts.placed_at, words=status_word(OrderStatus.RECEIVED))
    for step in facts.steps:
        if step.at and step.status is OrderStatus.IN_PROCESS:
            yield Event(at=step.at, words=_("The warehouse began with your order"))
        if step.at and step.status is OrderStatus.CANCELLED:
            yield Event(at=step.at, words=_("Order cancelled"))


def _of_a_parcel(parcel: Parcel, *, several: bool) -> Iterable[Event]:
    label = _("Parcel %(number)s") % {"number": parcel.position} if several else ""
    taken_by = parcel.legs[0].carrier_name if parcel.legs else parcel.carrier_name
    if parcel.packed_at:
        yield Event(at=parcel.packed_at, words=_("Packed"), parcel=label)
    scanned = {scan.occurred_at for scan in parcel.scans}
    if parcel.handed_over_at and parcel.handed_over_at not in scanned:
        yield Event(at=parcel.handed_over_at, words=_("Handed to %(carrier)s") % {"carrier": taken_by}, parcel=label)
    tellers = parcel.tellers or (parcel.carrier_name,) * len(parcel.scans)
    for scan, carrier in reversed(list(zip(parcel.scans, tellers, strict=True))):
        yield Event(
            at=scan.occurred_at,
            words=scan_words(scan.milestone, scan.reason, carrier=carrier),
            place=_place(scan.place),
            parcel=label,
            offset_known=scan.offset_known,
        )


def _place(place: Place) -> str:
    return ", ".join(part for part in (place.city, formats.country(place.country) if place.country else "") if part)


def _days(events: list[Event]) -> tuple[Day, ...]:
    grouped = groupby(events, key=lambda event: event.at.date())
    return tuple(Day(heading=day_heading(day), events=tuple(of_day)) for day, of_day in grouped)


def _at(event: Event) -> datetime:
    return event.at
