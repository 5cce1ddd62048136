"""What is kept about people here.

A withdrawal proves for both sides what was declared and when: the law lets it be kept as long as the books of its
order (Regulation (EU) 2016/679, Art. 17(3)(b) and (e)). Until then an erased account leaves it; when the day has
passed, its personal part goes, with this or by itself (`usecases.housekeeping.forget_withdrawals`).
"""

from datetime import UTC
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from severshop.domain.withdrawals.models import Declaration
from severshop.infra.people import Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return what a person declared, ready for JSON."""
    rows = _of(person).select_related("withdrawal").prefetch_related("withdrawal__steps")
    return [
        {
            "received_at": said.withdrawal.received_at.isoformat(),
            "order": said.withdrawal.order_number,
            "name": said.name,
            "email": said.email,
            "whole_order": said.withdrawal.is_whole,
            "units_by_line": said.withdrawal.units,
            "words": said.words,
            "kept_until": said.keep_until.isoformat(),
            "followed": [{"step": step.step, "at": step.at.isoformat()} for step in said.withdrawal.steps.all()],
        }
        for said in rows.order_by("withdrawal__received_at")
    ]


def erase_of(person: Person) -> None:
    """Delete what need not be kept any longer. The rest goes by itself when its day has passed."""
    # The database's own day: it refuses to delete what it says must be kept.
    _of(person).filter(keep_until__lt=TruncDate(Now(), tzinfo=UTC)).delete()


def _of(person: Person) -> QuerySet[Declaration]:
    emails = Q()
    for email in person.emails:
        emails |= Q(email__iexact=email)
    return Declaration.objects.filter(Q(withdrawal__order_id__in=person.order_ids) | emails)
