"""What the policies mean for a day: which one holds, and until when. Pure."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from severshop.domain.policies.returns import POLICIES
from severshop.vocabulary.policies import AnswerPolicy, ReturnsPolicy

ONE_DAY = timedelta(days=1)
LONGEST_PAUSE = 60
"""No calendar has more days than this in a row on which nobody works."""


class NoPolicyError(LookupError):
    """No policy was in force on a day."""


def returns_policy(day: date, *, policies: tuple[ReturnsPolicy, ...] = POLICIES) -> ReturnsPolicy:
    """Return the policy in force on a day. Raises `NoPolicyError` for one before the first."""
    in_force = [policy for policy in policies if policy.valid_from <= day]
    if not in_force:
        raise NoPolicyError(f"no returns policy was in force on {day}")
    return max(in_force, key=lambda policy: policy.valid_from)


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
