"""Adds withdrawals and what followed from them. Nothing else can be done to them."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from severshop.domain.withdrawals.models import Declaration, Withdrawal, WithdrawalStep
from severshop.domain.withdrawals.rules import fingerprint
from severshop.infra.ids import uuid7
from severshop.vocabulary.withdrawing import Step, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody declared. `units` by the line's position; `words` describe a part where the lines are not known."""

    form: str
    via: Via
    order_id: uuid.UUID | None
    order_number: str
    name: str
    email: str
    is_whole: bool
    units: Mapping[int, int]
    words: str
    language: str


def write_down(said: Said, *, keep_until: date, now: datetime) -> uuid.UUID:
    """Write a withdrawal down for good; return its id. Raises `IntegrityError` for a form that was sent before."""
    salt = secrets.token_hex(16)
    row = Withdrawal.objects.create(
        id=uuid7(),
        form=said.form,
        received_at=now,
        via=said.via.value,
        order_id=said.order_id,
        order_number=said.order_number,
        is_whole=said.is_whole,
        units={str(position): count for position, count in sorted(said.units.items())},
        language=said.language,
        fingerprint=fingerprint({**asdict(said), "received_at": now.isoformat()}, salt=salt),
    )
    Declaration.objects.create(
        withdrawal=row, name=said.name, email=said.email, words=said.words, salt=salt, keep_until=keep_until
    )
    return row.pk


def add_step(
    withdrawal_id: uuid.UUID,
    step: Step,
    *,
    now: datetime,
    by: uuid.UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> bool:
    """Write down what followed. Tells whether it is new: each step is taken once."""
    _row, is_new = WithdrawalStep.objects.get_or_create(
        withdrawal_id=withdrawal_id,
        step=step.value,
        defaults={"at": now, "by_id": by, "detail": dict(detail or {})},
    )
    return is_new


def forget_declarations(before: date) -> int:
    """Delete the personal part of withdrawals that need not be kept any longer; return how many went."""
    gone, _by_model = Declaration.objects.filter(keep_until__lt=before).delete()
    return gone
