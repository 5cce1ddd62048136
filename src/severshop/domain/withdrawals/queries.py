"""Reads of withdrawals."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from severshop.domain.withdrawals.models import Declaration, Withdrawal, WithdrawalStep
from severshop.domain.withdrawals.rules import state_of
from severshop.vocabulary.withdrawing import Step, Via, WhyPeople, WithdrawalState


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who declared it, and in which words."""

    name: str
    email: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that followed."""

    step: Step
    at: datetime
    by_id: uuid.UUID | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRecord:
    """A withdrawal as it came in, and what followed. `person` is none once the personal part is deleted."""

    id: uuid.UUID
    form: str
    received_at: datetime
    via: Via
    order_id: uuid.UUID | None
    order_number: str
    is_whole: bool
    units: dict[int, int]
    language: str
    person: Person | None
    steps: tuple[Taken, ...]
    """The oldest first."""

    @property
    def state(self) -> WithdrawalState:
        """Return how far it is."""
        return state_of({taken.step for taken in self.steps})

    @property
    def why_people(self) -> WhyPeople | None:
        """Return why a person had to look at it."""
        found = next((taken for taken in self.steps if taken.step is Step.FOR_PEOPLE), None)
        return WhyPeople(found.detail["why"]) if found else None

    @property
    def is_sure(self) -> bool:
        """Whether the order is that of whoever declared it, by its link or address, or because a person found so."""
        if self.order_id is None or self.why_people is WhyPeople.UNKNOWN_ORDER:
            return False
        return self.why_people is not WhyPeople.OTHER_EMAIL or len(self.steps) > 1

    def units_in(self, step: Step) -> dict[int, int]:
        """Return the units that steps of this kind were about, by the line's position."""
        units: dict[int, int] = {}
        for taken in self.steps:
            if taken.step is step:
                for position, count in (taken.detail.get("units") or {}).items():
                    units[int(position)] = units.get(int(position), 0) + count
        return units


def withdrawal_by_form(form: str) -> WithdrawalRecord | None:
    """Return the withdrawal that a form has made."""
    return _first(Withdrawal.objects.filter(form=form))


def withdrawal(withdrawal_id: uuid.UUID) -> WithdrawalRecord | None:
    """Return one withdrawal."""
    return _first(Withdrawal.objects.filter(pk=withdrawal_id))


def withdrawals_of(order_ids: Collection[uuid.UUID]) -> tuple[WithdrawalRecord, ...]:
    """Return the withdrawals from the orders, the newest first."""
    return _records(Withdrawal.objects.filter(order_id__in=order_ids))


def waiting(limit: int) -> tuple[WithdrawalRecord, ...]:
    """Return what somebody of the staff has to see to, the oldest first: the law's days run."""
    rows = _waiting().order_by("received_at", "id")[:limit]
    return tuple(_record(row) for row in _with_all(rows))


def waiting_count() -> int:
    """Return how many there are of them."""
    return _waiting().count()


def being_cancelled(limit: int) -> tuple[WithdrawalRecord, ...]:
    """Return those of which something was asked to be cancelled, and what came of it is not written down yet."""
    rows = Withdrawal.objects.filter(_has(Step.CANCEL_ASKED), ~_has(Step.CANCELLED, Step.SEND_BACK_INSTEAD))
    return tuple(_record(row) for row in _with_all(rows.order_by("received_at", "id")[:limit]))


def _waiting() -> QuerySet[Withdrawal]:
    for_people = Q(_has(Step.FOR_PEOPLE)) & ~Q(_has(Step.CANCELLED, Step.CANCEL_ASKED))
    return Withdrawal.objects.filter(for_people | Q(_has(Step.SEND_BACK, Step.SEND_BACK_INSTEAD)), ~_has(Step.SETTLED))


def _has(*steps: Step) -> Exists:
    return Exists(WithdrawalStep.objects.filter(withdrawal=OuterRef("pk"), step__in=[step.value for step in steps]))


def _with_all(rows: QuerySet[Withdrawal]) -> QuerySet[Withdrawal]:
    return rows.select_related("declaration").prefetch_related("steps")


def _first(rows: QuerySet[Withdrawal]) -> WithdrawalRecord | None:
    return next(iter(_records(rows)), None)


def _records(rows: QuerySet[Withdrawal]) -> tuple[WithdrawalRecord, ...]:
    return tuple(_record(row) for row in _with_all(rows).order_by("-received_at", "-id"))


def _record(row: Withdrawal) -> WithdrawalRecord:
    said: Declaration | None = getattr(row, "declaration", None)
    steps: Iterable[WithdrawalStep] = row.steps.all()
    return WithdrawalRecord(
        id=row.pk,
        form=row.form,
        received_at=row.received_at,
        via=Via(row.via),
        order_id=row.order_id,
        order_number=row.order_number,
        is_whole=row.is_whole,
        units={int(position): count for position, count in row.units.items()},
        language=row.language,
        person=Person(name=said.name, email=said.email, words=said.words) if said else None,
        steps=tuple(Taken(step=Step(one.step), at=one.at, by_id=one.by_id, detail=one.detail) for one in steps),
    )
