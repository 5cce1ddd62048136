"""One event told twice with small differences becomes one scan. Pure.

Rows are kept as they were told; they are put together when they are read, because only then is
everything there that decides it. The result does not depend on the order in which they came.

Two scans are one event when they have the same milestone and code, fall into the same minute, and
the place of one says nothing that the other's does not: it is the same but for letter case and
language ("KOELN", "Cologne"), or a part of it is missing. What is kept of them is what says more:
the fuller place, the moment with its seconds, the known offset.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Final

from severshop.vocabulary.cities import find_city
from severshop.vocabulary.city_names import key
from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

type Parts = tuple[str, str, str]

MINUTE: Final = timedelta(minutes=1)


def merge_duplicates(scans: Iterable[Scan]) -> list[Scan]:
    """Return the scans with each event once, oldest first."""
    known = list(scans)
    return sorted((merged for merged, _places in told_as_one(known)), key=_fields)


def are_apart(moments: Sequence[datetime]) -> bool:
    """Tell whether the moments, newest first, leave so much between them that no two tell one event."""
    return all(newer - older >= MINUTE for newer, older in pairwise(moments))


def told_as_one(scans: Sequence[Scan]) -> list[tuple[Scan, list[int]]]:
    """Return each event once, with the places in `scans` of those that tell it."""
    alike: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for place, scan in enumerate(scans):
        alike[scan.milestone, scan.code.upper(), int(scan.occurred_at.timestamp() // 60)].append(place)
    events = []
    for group in alike.values():
        if len(group) == 1:
            events.append((scans[group[0]], group))
        else:
            events += [(_merged([scans[place] for place in event]), event) for event in _by_place(scans, group)]
    return events


def _by_place(scans: Sequence[Scan], group: list[int]) -> list[list[int]]:
    """Return which of the scans of one minute happened at one place: first those that say most about it."""
    events: list[list[int]] = []
    found: dict[Parts, list[int]] = {}
    for place in sorted(group, key=lambda each: (-_said(scans[each].place), _fields(scans[each]))):
        city, region, country = parts = _parts(scans[place].place)
        event = found.get(parts)
        if event is None:
            event = []
            events.append(event)
            for less in product((city, ""), (region, ""), (country, "")):
                found.setdefault(less, event)
        event.append(place)
    return events


def _merged(scans: list[Scan]) -> Scan:
    best = min(scans, key=lambda scan: (not scan.offset_known, scan.occurred_at.second == 0, _fields(scan)))
    return best._replace(
        place=min(
            (scan.place for scan in scans),
            key=lambda place: (-_said(place), _shouts(place.city), _parts(place), place.city),
        ),
        reason=max(scan.reason for scan in scans) or Reason.NONE,
        text=min((scan.text for scan in scans), key=lambda text: (-len(text), _shouts(text), text)),
    )


def _parts(place: Place) -> Parts:
    return _one_name(place), place.region.casefold(), place.country.casefold()


def _one_name(place: Place) -> str:
    """Return what all names of a city have in common: "KOELN" and "Cologne" are Köln."""
    city = find_city(place.city, country=place.country, region=place.region) if place.city else None
    return key(city.name if city and city.exact else place.city) or place.city.casefold()


def _said(place: Place) -> int:
    return bool(place.city) + bool(place.region) + bool(place.country)


def _shouts(text: str) -> bool:
    return text.isupper()


def _fields(scan: Scan) -> tuple[object, ...]:
    """Everything that a scan says, in an order that leaves no two different ones equal."""
    place = scan.place
    offset = scan.occurred_at.utcoffset() or timedelta()
    return (
        scan.occurred_at,
        offset,
        scan.milestone,
        scan.code,
        scan.reason,
        (place.city, place.region, place.country),
        scan.text,
        scan.offset_known,
    )
