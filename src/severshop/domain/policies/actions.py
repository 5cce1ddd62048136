"""Writes the merchant's policies."""

import uuid
from datetime import datetime

from severshop.domain.policies.kinds import Kind, Policy, values_of
from severshop.domain.policies.models import PolicyRow


def write_row(kind: Kind, policy: Policy, *, because: str, by: uuid.UUID, now: datetime) -> int:
    """Keep a policy as a row; return its id. Raises `IntegrityError` where its region and day have one."""
    row = PolicyRow.objects.create(
        kind=kind.value,
        region=policy.region,
        valid_from=policy.valid_from,
        values=values_of(policy),
        because=because,
        made_at=now,
        made_by_id=by,
    )
    return int(row.pk)


def remove_row(row_id: int) -> bool:
    """Remove a row; tell whether it was there."""
    return PolicyRow.objects.filter(pk=row_id).delete()[0] > 0
