"""One event told twice with small differences becomes one scan. Pure.

Rows are kept as they were told; they are put together when they are read, because only then is
everything there that decides it. The result does not depend on the order in which they came.

Two scans are one event when they have the same milestone and code, fall into the same minute, and
the place of one says nothing that the other's does not: it is the same but for letter case, or a
part of it is missing. What is kept of them is what says more: the fuller place, the moment with its
seconds, the known offset.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

type Parts = tuple[str, str, str]


def merge_duplicates(scans: Iterable[Scan]) -> list[Scan]:
    """Return the scans with each event once, oldest first."""
    known = list(scans)
    return sorted((merged for merged, _places in told_as_one(known)), key=_fields)


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
    events: list[tuple[Parts, list[int]]] = []
    for place in sorted(group, key=lambda each: (-_said(scans[each].place), _fields(scans[each]))):
        parts = _parts(scans[place].place)
        event = next((own for whole, own in events if _is_within(parts, whole)), None)
        if event is None:
            events.append((parts, [place]))
        else:
            event.append(place)
    return [event for _whole, event in events]


def _merged(scans: list[Scan]) -> Scan:
    best = min(scans, key=lambda scan: (not scan.offset_known, scan.occurred_at.second == 0, _fields(scan)))
    return replace(
        best,
        place=min(
            (scan.place for scan in scans),
            key=lambda place: (-_said(place), _shouts(place.city), _parts(place), place.city),
        ),
        reason=max(scan.reason for scan in scans) or Reason.NONE,
        text=min((scan.text for scan in scans), key=lambda text: (-len(text), _shouts(text), text)),
    )


def _is_within(parts: Parts, whole: Parts) -> bool:
    return all(not part or part == other for part, other in zip(parts, whole, strict=True))


def _parts(place: Place) -> Parts:
    return place.city.casefold(), place.region.casefold(), place.country.casefold()


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
