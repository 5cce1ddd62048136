"""The return that an act is about, read under its order's lock."""

import uuid
from datetime import datetime
from typing import cast

from severshop.domain.audit.actions import note
from severshop.domain.policies.kinds import Kind, policy_from
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.desk_records import DeskLine, DeskReturn
from severshop.usecases.paying.behind import lock_with_money
from severshop.vocabulary.policies import ReturnsPolicy


class UnknownReturnError(LookupError):
    """There is no such return, or it has no such line."""


def known_return(return_id: uuid.UUID) -> DeskReturn:
    """Return a return. Raises `UnknownReturnError`."""
    found = desk_return(return_id)
    if found is None:
        raise UnknownReturnError(return_id)
    return found


def locked_return(return_id: uuid.UUID) -> DeskReturn:
    """Take its order's lock, and that of where the money lies; return it as it stands then.

    Raises `UnknownReturnError`.
    """
    lock_with_money(known_return(return_id).order_id)
    return known_return(return_id)


def known_line(case: DeskReturn, *, position: int) -> DeskLine:
    """Return a return's line by the order line's position. Raises `UnknownReturnError`."""
    found = next((line for line in case.lines if line.position == position), None)
    if found is None:
        raise UnknownReturnError(position)
    return found


def policy_of(case: DeskReturn) -> ReturnsPolicy:
    """Return the policy that a return keeps."""
    return cast("ReturnsPolicy", policy_from(Kind.RETURNS, case.policy))


def note_act(act: str, case: DeskReturn, *, by: uuid.UUID | None, now: datetime, **detail: str | int) -> None:
    """Write into the audit log what somebody did with a return."""
    about = f"return {case.number}"
    note(act, by=by, at=now, order_id=case.order_id, about=about, detail=detail)
