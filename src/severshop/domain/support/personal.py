"""What is kept about people here."""

from typing import Any

from django.db.models import Q, QuerySet

from severshop.domain.support.models import Case
from severshop.infra.people import Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return a person's questions and what was answered, ready for JSON."""
    return [
        {
            "opened_at": case.opened_at.isoformat(),
            "order": str(case.order_id) if case.order_id else None,
            "parcel": case.parcel_position,
            "email": case.email,
            "written": [
                {"kind": entry.kind, "at": entry.at.isoformat(), "via": entry.via, "text": entry.whole or entry.text}
                for entry in case.entries.all()
            ],
        }
        for case in _of(person).prefetch_related("entries").order_by("opened_at")
    ]


def erase_of(person: Person) -> None:
    """Delete a person's questions with all that was written: no law asks to keep them."""
    _of(person).delete()


def _of(person: Person) -> QuerySet[Case]:
    emails = Q()
    for email in person.emails:
        emails |= Q(order=None, email__iexact=email)
    # An order's conversation is its own: what belongs to nobody's order is found by address.
    return Case.objects.filter(Q(order_id__in=person.order_ids) | Q(customer_id=person.user_id) | emails)
