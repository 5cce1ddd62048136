"""What a local time without an offset means: the clock of the place where it was read. Pure.

A carrier that says "14:20 in Cologne" means Cologne's clock. Such a scan carries that clock as if it
were UTC and is marked so; here it gets the place's own offset, and the mark is taken off.

Twice a year a clock says the same hour twice, or leaves one out. An hour that comes twice is
taken as its first coming. An hour that never was is read as if the clock had not been put forward
yet: 02:30 becomes 03:30 summer time.
"""

from datetime import UTC
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from severshop.vocabulary.cities import country_centre, find_city
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan


def settle_time(scan: Scan) -> Scan:
    """Return the scan with its time made certain by its place, or as it is when the place does not decide it."""
    if scan.offset_known:
        return scan
    zone = zone_of(scan.place)
    if zone is None:
        return scan
    clock = scan.occurred_at.astimezone(UTC).replace(tzinfo=zone, fold=0)
    try:
        # By way of UTC, so that an hour that never was becomes one that was.
        return scan._replace(occurred_at=clock.astimezone(UTC).astimezone(zone), offset_known=True)
    except OverflowError:
        # The first and the last day of all time have no neighbours to be shifted to.
        return scan


@lru_cache(maxsize=4096)
def zone_of(place: Place) -> ZoneInfo | None:
    """Return whose clock a place keeps: its city's, else its region's or country's where those keep one time."""
    city = find_city(place.city, country=place.country, region=place.region) if place.city else None
    if city is None or not city.exact:
        city = country_centre(place.country, region=place.region)
    if city is None or not city.time_zone:
        return None
    try:
        return ZoneInfo(city.time_zone)
    except ZoneInfoNotFoundError:
        return None
