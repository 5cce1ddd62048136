"""When an order arrives: working days counted from the moment of placing. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from severshop.domain.promises.opening import NoWorkingDayError, OpenDays
from severshop.vocabulary.windows import DeliveryWindow

__all__ = (
    "NO_DAYS",
    "Cutoffs",
    "Days",
    "NoWorkingDayError",
    "RuleDays",
    "Terms",
    "arrives_by",
    "evidence",
    "handling_begins",
    "ships_by",
)

ONE_DAY = timedelta(days=1)
WEEKEND = (6, 7)

type Cutoffs = tuple[time | None, ...]
"""Until when the warehouse turns to an order on the same day: Monday first, None on days without work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many working days something takes: `fewest` to `most`."""

    fewest: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.fewest <= self.most:
            raise ValueError(f"{self.fewest} to {self.most} is no range of days")


NO_DAYS = Days(fewest=0, most=0)


class RuleDays(NamedTuple):
    """What the merchant's table says that a way to ship takes: in the warehouse, and with the carrier."""

    handling: Days
    transit: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a delivery goes by: the warehouse's clock, the days that each part takes, and the days that count.

    `sourcing` and `peak_handling` come before and on top of `handling`, and are counted on the warehouse's days;
    `customs` and `peak_transit` come on top of `transit`.
    """

    time_zone: tzinfo
    cutoffs: Cutoffs
    handling: Days
    transit: Days
    warehouse: OpenDays
    """Days on which the warehouse works."""
    collecting: OpenDays
    """Days on which the carrier collects there."""
    moving: OpenDays
    """Days on which the carrier works at both ends: those that transit is counted on, and on which it delivers."""
    sourcing: Days = NO_DAYS
    customs: Days = NO_DAYS
    peak_handling: int = 0
    peak_transit: int = 0


def arrives_by(placed_at: datetime, *, terms: Terms) -> DeliveryWindow:
    """Return the days between which an order arrives that is placed at this moment.

    Handling begins on the day of placing when the warehouse works then and the cut-off has not passed, else on its
    next working day. What is ready leaves on the next day on which the carrier collects. The window begins and ends
    on a day on which the carrier delivers. Raises `NoWorkingDayError`.
    """
    start = handling_begins(placed_at, terms=terms)
    fewest = terms.transit.fewest + terms.customs.fewest + terms.peak_transit
    most = terms.transit.most + terms.customs.most + terms.peak_transit
    first = _leaves(start, terms.sourcing.fewest + terms.handling.fewest, terms)
    last = _leaves(start, terms.sourcing.most + terms.handling.most, terms)
    return DeliveryWindow(terms.moving.after(first, fewest), terms.moving.after(last, most))


def ships_by(placed_at: datetime, *, terms: Terms) -> date:
    """Return the day by which the order should be with the carrier. Raises `NoWorkingDayError`."""
    return _leaves(handling_begins(placed_at, terms=terms), terms.sourcing.most + terms.handling.most, terms)


def handling_begins(placed_at: datetime, *, terms: Terms) -> date:
    """Return the first working day of the warehouse on which it can turn to the order. Raises `NoWorkingDayError`."""
    local = placed_at.astimezone(terms.time_zone)
    day = local.date()
    return terms.warehouse.first_from(day + ONE_DAY if has_passed(cutoff_on(day, terms.cutoffs), local=local) else day)


def cutoff_on(day: date, cutoffs: Cutoffs) -> time:
    """Return the cut-off of a day. One that is worked out of turn has none of its own: the week's earliest is safe."""
    return cutoffs[day.weekday()] or min(filter(None, cutoffs), default=time.min)


def has_passed(cutoff: time, *, local: datetime) -> bool:
    """Tell whether a cut-off of the day of `local` (in the warehouse's zone) has passed at that moment.

    The clock on the wall decides, so that a cut-off which a change of the clocks leaves out passes when they are put
    forward. One which they bring twice has passed after the first time.
    """
    wall = local.time()
    return wall >= cutoff or (local.fold == 1 and comes_twice(cutoff, local=local))


def comes_twice(wall: time, *, local: datetime) -> bool:
    """Tell whether the clock shows this time twice on the day of `local`, because it is put back."""
    first = datetime.combine(local.date(), wall, local.tzinfo)
    return first.utcoffset() != (second := first.replace(fold=1)).utcoffset() and _exists(second)


def is_left_out(wall: time, *, day: date, time_zone: tzinfo) -> bool:
    """Tell whether the clock never shows this time on a day, because it is put forward."""
    return not _exists(datetime.combine(day, wall, time_zone))


def evidence(placed_at: datetime, *, terms: Terms) -> dict[str, Any]:
    """Return, ready for JSON, what a promise was based on: enough to explain it and to count again."""
    window = arrives_by(placed_at, terms=terms)
    first_day = placed_at.astimezone(terms.time_zone).date()
    return {
        "rule": "working days",
        "placed_at": placed_at.isoformat(),
        "time_zone": str(terms.time_zone),
        "cutoff": cutoff_on(first_day, terms.cutoffs).isoformat("minutes"),
        "handling_begins": handling_begins(placed_at, terms=terms).isoformat(),
        "ships_by": ships_by(placed_at, terms=terms).isoformat(),
        "sourcing_days": [terms.sourcing.fewest, terms.sourcing.most],
        "handling_days": [terms.handling.fewest, terms.handling.most],
        "transit_days": [terms.transit.fewest, terms.transit.most],
        "customs_days": [terms.customs.fewest, terms.customs.most],
        "peak_days": [terms.peak_handling, terms.peak_transit],
        "warehouse_closed": _closed(terms.warehouse, first=first_day, last=window.latest),
        "not_moving": _closed(terms.moving, first=first_day, last=window.latest),
    }


def _leaves(start: date, days: int, terms: Terms) -> date:
    return terms.collecting.first_from(terms.warehouse.after(start, days + terms.peak_handling))


def _exists(local: datetime) -> bool:
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


def _closed(days: OpenDays, *, first: date, last: date) -> list[str]:
    """Return the days from Monday to Friday on which nobody works."""
    span = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return [day.isoformat() for day in span if day.isoweekday() not in WEEKEND and day not in days]
