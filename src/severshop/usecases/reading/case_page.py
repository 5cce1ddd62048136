"""A conversation with what belongs to it: for its shopper by link, for the staff with the order beside it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from severshop.domain.orders.models import Order
from severshop.domain.support.queries import CaseRecord, EntryRecord, case_by_token, case_record, cases, entries_of
from severshop.domain.support.rules import CaseState
from severshop.infra.links import TOKEN, link_token
from severshop.usecases.reading.staff_order import StaffOrder, staff_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A case and what was written. `number` and `order_token` are empty where it is about no order."""

    case: CaseRecord
    entries: tuple[EntryRecord, ...]
    number: str = ""
    order_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in the staff's list."""

    case: CaseRecord
    number: str

    def is_late(self, now: datetime) -> bool:
        """Tell whether the promised answer is overdue."""
        return self.case.answer_by is not None and self.case.answer_by < now


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCase:
    """A case as the staff see it: the conversation, its address, and the order as evidence."""

    talk: Conversation
    email: str
    order: StaffOrder | None


def conversation(case_id: uuid.UUID) -> Conversation | None:
    """Return a case with all that was written, or None."""
    case = case_record(case_id)
    if case is None:
        return None
    order = Order.objects.filter(pk=case.order_id).first() if case.order_id else None
    return Conversation(
        case=case,
        entries=entries_of(case_id),
        number=order.number if order else "",
        order_token=link_token(order.id, generation=order.link_generation) if order else "",
    )


def staff_cases(state: CaseState | None, *, answered_by: uuid.UUID | None = None) -> Sequence[CaseRow]:
    """Return the staff's list of cases."""
    found = cases(state, answered_by=answered_by)
    ids = [case.order_id for case in found if case.order_id]
    numbers = dict(Order.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [CaseRow(case=case, number=numbers.get(case.order_id, "") if case.order_id else "") for case in found]


def staff_case(case_id: uuid.UUID, *, today: date) -> StaffCase | None:
    """Return a case with its order beside it, or None."""
    talk = conversation(case_id)
    if talk is None:
        return None
    order = staff_order(talk.case.order_id, today=today) if talk.case.order_id else None
    return StaffCase(talk=talk, email=order.email if order else talk.case.email, order=order)


class CaseLinkConverter:
    """A part of an address, `<case_link:case>`: views get the case's id, and what opens nothing is a 404."""

    regex = TOKEN.pattern

    def to_python(self, value: str) -> uuid.UUID:
        """Return the case. Raises `ValueError`, on which Django goes on looking and ends with a 404."""
        case_id = case_by_token(value)
        if case_id is None:
            raise ValueError("opens nothing")
        return case_id

    def to_url(self, value: str) -> str:
        """Return the token as it is."""
        return value
