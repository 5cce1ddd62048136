"""The ways of an order's parcels, drawn on maps."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.map import Stop, draw_way
from severshop.look.status.facts import StatusFacts
from severshop.look.status.parcel_facts import Parcel
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone

GOES_THERE_NO_MORE = frozenset(
    {
        Milestone.REFUSED,
        Milestone.RETURNING,
        Milestone.RETURNED,
        Milestone.LOST,
        Milestone.DISPOSED,
        Milestone.CANCELLED,
    }
)
MOST = 3
"""Maps on a page: the first parcels of an order that travels in more."""


@dataclass(frozen=True, slots=True)
class WayMap:
    """A parcel's way; the heading is empty where there is only one."""

    heading: str
    drawing: Markup


def way_maps(facts: StatusFacts) -> tuple[WayMap, ...]:
    """Return the ways of the parcels that a carrier has seen somewhere."""
    several = facts.parcels_total > 1
    maps = []
    for parcel in facts.parcels[:MOST]:
        heading = _("Parcel %(number)s") % {"number": parcel.position} if several else ""
        drawing = _drawn(parcel, facts, title=_("The way of %(parcel)s") % {"parcel": heading or _("your parcel")})
        if drawing:
            maps.append(WayMap(heading, drawing))
    return tuple(maps)


def _drawn(parcel: Parcel, facts: StatusFacts, *, title: str) -> Markup:
    stops = [Stop(scan.place, scan.occurred_at) for scan in parcel.scans if scan.milestone not in PAPER_ONLY]
    if stops and parcel.milestone is Milestone.DELIVERED and parcel.delivered_at:
        delivered = [scan for scan in parcel.scans if scan.milestone is Milestone.DELIVERED]
        if not any(scan.place for scan in delivered):
            stops.append(Stop(facts.destination, parcel.delivered_at))
    goal = None if parcel.milestone in GOES_THERE_NO_MORE else facts.destination
    return draw_way(stops, destination=goal, title=title, name=f"map-{parcel.position}")
