"""What the policies mean for a day: which one holds, and until when. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from severshop.domain.policies.delays import UNION
from severshop.vocabulary.policies import AnswerPolicy, ClaimsPolicy, DelayPolicy, ReturnsPolicy

ONE_DAY = timedelta(days=1)
LONGEST_PAUSE = 60
"""No calendar has more days than this in a row on which nobody works."""


def regions_of(country: str) -> tuple[str, ...]:
    """Return the regions whose policies count for a country (ISO 3166-1), the nearest first."""
    return (country, "EU", "") if country in UNION else (country, "")


def in_force[P: (ReturnsPolicy, DelayPolicy, ClaimsPolicy)](known: Sequence[P], *, country: str, on: date) -> P:
    """Return the nearest region's newest policy that has begun; for what is older than all, the very first."""
    regions = regions_of(country)
    own = [one for one in known if one.region in regions]
    begun = [one for one in own if one.valid_from <= on]
    if begun:
        return min(begun, key=lambda one: (regions.index(one.region), -one.valid_from.toordinal()))
    return min(own, key=lambda one: (one.valid_from, regions.index(one.region)))


def withdraw_until(arrived_on: date, *, policy: ReturnsPolicy, is_open: Callable[[date], bool]) -> date:
    """Return the last day to change one's mind. The day of arrival does not count; the last one is a working day."""
    return _open_from(arrived_on + policy.withdrawal_days * ONE_DAY, is_open=is_open)


def answer_by(asked_at: datetime, *, policy: AnswerPolicy, zone: tzinfo, is_open: Callable[[date], bool]) -> datetime:
    """Return by when a question is answered that is asked at this moment, by the warehouse's clock."""
    local = asked_at.astimezone(zone)
    begins = local.date() if local.time() < policy.same_day_until else local.date() + ONE_DAY
    day = _open_from(begins, is_open=is_open)
    for _ in range(policy.working_days):
        day = _open_from(day + ONE_DAY, is_open=is_open)
    return datetime.combine(day, policy.by, tzinfo=zone)


def _open_from(day: date, *, is_open: Callable[[date], bool]) -> date:
    return next(
        (day + distance * ONE_DAY for distance in range(LONGEST_PAUSE) if is_open(day + distance * ONE_DAY)), day
    )
