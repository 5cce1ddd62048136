"""The owner changes a policy. Orders keep what held on the day on which they were placed."""

import uuid
from datetime import date, datetime

import structlog
from django.db import IntegrityError, transaction

from severshop.domain.audit.actions import note
from severshop.domain.policies.actions import remove_row, write_row
from severshop.domain.policies.kept_rows import kept_policy
from severshop.domain.policies.kinds import Kind, Policy
from severshop.domain.policies.queries import forget_policies

log = structlog.get_logger()


class UnknownPolicyError(LookupError):
    """There is no such row (any more)."""


class HasBegunError(Exception):
    """The row has begun, or would begin at once: orders go by it."""


class SameDayError(Exception):
    """Somebody else wrote a row for the same region and day at the same time."""


def add_policy(kind: Kind, policy: Policy, *, because: str, today: date, by: uuid.UUID, now: datetime) -> int:
    """Keep a policy that a form of `domain.policies.forms` has checked; return its row's id.

    `today` is the warehouse's. Raises `HasBegunError` for one that does not begin later, and `SameDayError`.
    """
    if policy.valid_from <= today:
        raise HasBegunError(policy.name)
    try:
        with transaction.atomic():
            row = write_row(kind, policy, because=because, by=by, now=now)
            note("write policy", by=by, at=now, about=f"{kind.value} {policy.name}", detail={"row": row})
            transaction.on_commit(forget_policies)
    except IntegrityError as error:
        raise SameDayError from error
    log.info("policy written", kind=kind.value, policy=policy.name, by=str(by))
    return row


@transaction.atomic
def remove_policy(kind: Kind, row_id: int, *, today: date, by: uuid.UUID, now: datetime) -> None:
    """Remove a row that has not begun on the warehouse's `today`. Raises `UnknownPolicyError`, `HasBegunError`."""
    row = kept_policy(kind, row_id)
    if row is None:
        raise UnknownPolicyError(kind, row_id)
    if not row.may_go(today):
        raise HasBegunError(kind, row_id)
    if not remove_row(row_id):
        raise UnknownPolicyError(kind, row_id)
    note("remove policy", by=by, at=now, about=f"{kind.value} {row.policy.name}", detail={"row": row_id})
    transaction.on_commit(forget_policies)
    log.info("policy removed", kind=kind.value, policy=row.policy.name, by=str(by))
