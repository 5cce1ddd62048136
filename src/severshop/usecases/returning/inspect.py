"""What came is looked at, and what was seen wrongly is corrected. One transaction each, and in the audit log.

Nothing is paid or put on the shelf here: that follows once all of it was looked at, see `complete`.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from severshop.domain.inventory.queries import was_put_back
from severshop.domain.returns.actions import MOST_PHOTOS, TooManyPhotosError, add_photo
from severshop.domain.returns.desk_actions import is_known, write_inspection
from severshop.domain.returns.desk_records import Found
from severshop.domain.returns.inspecting import NotSayableError, Problem, Said, check_said
from severshop.infra.pictures import Picture
from severshop.usecases.refresh_status import refresh_locked
from severshop.usecases.returning.found import UnknownReturnError, known_line, locked_return, note_act, policy_of
from severshop.vocabulary.returning import AfterRefusal, RestockGrade, Verdict

__all__ = [
    "MOST_PHOTOS",
    "NotSayableError",
    "Problem",
    "Said",
    "TooManyPhotosError",
    "UnknownReturnError",
    "correct",
    "inspect",
    "put_back_cause",
]


def put_back_cause(found: Found) -> str:
    """Return what the shelf knows the units of an inspection by: corrected, they are the same units."""
    return f"inspection:{found.root}"


@transaction.atomic
def inspect(
    return_id: uuid.UUID,
    said: Said,
    *,
    position: int,
    photos: Sequence[Picture] = (),
    form: str,
    by: uuid.UUID,
    now: datetime,
) -> bool:
    """Write what was found of units of a line (by the order line's position); False for the same form again.

    Raises `UnknownReturnError`, `TooManyPhotosError`, and `NotSayableError` with what is wrong with it.
    """
    case = locked_return(return_id)
    line = known_line(case, position=position)
    if is_known(line.id, key=form):
        return False
    check_said(said, left=line.to_inspect, reason=line.reason, unit_minor=line.unit_minor, policy=policy_of(case))
    written = write_inspection(line.id, said, key=form, by=by, now=now)
    for picture in photos:
        add_photo(line.id, picture, of_inspection=True, now=now)
    note_act("inspect return", case, by=by, now=now, line=position, **_detail(said))
    refresh_locked([case.order_id], now=now)
    return written is not None


@transaction.atomic
def correct(
    return_id: uuid.UUID, said: Said, *, inspection_id: uuid.UUID, form: str, by: uuid.UUID, now: datetime
) -> bool:
    """Write what was right, in place of an inspection; False for the same form, or where somebody was faster.

    What lies on the shelf by then stays there: of it only the money can be corrected. What was refused and has been
    sent back stays refused. Raises `UnknownReturnError`,
    and `NotSayableError` with what is wrong.
    """
    case = locked_return(return_id)
    line = next((one for one in case.lines if any(found.id == inspection_id for found in one.found)), None)
    if line is None:
        return False
    wrong = next(found for found in line.found if found.id == inspection_id)
    check_said(
        said,
        left=line.to_inspect + wrong.quantity,
        reason=line.reason,
        unit_minor=line.unit_minor,
        policy=policy_of(case),
    )
    if was_put_back(put_back_cause(wrong)) and not _stays_on_the_shelf(said, wrong):
        raise NotSayableError(Problem.ON_THE_SHELF)
    if wrong.verdict is Verdict.REFUSED and case.refused and case.refused.done is AfterRefusal.SENT:
        raise NotSayableError(Problem.HAS_LEFT)
    written = write_inspection(line.id, said, key=form, by=by, corrects=wrong.id, now=now)
    if written is None:
        return False
    note_act("correct inspection", case, by=by, now=now, line=line.position, **_detail(said))
    refresh_locked([case.order_id], now=now)
    return True


def _stays_on_the_shelf(said: Said, wrong: Found) -> bool:
    return said.grade is RestockGrade.SHELF and said.verdict is Verdict.ACCEPTED and said.quantity == wrong.quantity


def _detail(said: Said) -> dict[str, str | int]:
    return {
        "pieces": said.quantity,
        "condition": said.condition.value,
        "grade": said.grade.value,
        "verdict": said.verdict.value,
        "finding": said.finding.value if said.finding else "",
        "deduction": said.deduction_minor,
    }
