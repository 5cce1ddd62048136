"""What checkouts keep about people: out and gone."""

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from severshop.domain.baskets.models import Checkout
from severshop.infra.people import NotNowError, Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return the checkouts that somebody began and did not end, ready for JSON."""
    return [
        {
            "started_at": row.started_at.isoformat(),
            "lines": row.lines,
            "contact": row.contact,
            "address": row.address,
            "delivery_option": row.delivery_option,
        }
        for row in _of(person).order_by("started_at")
        if row.contact or row.address
    ]


def erase_of(person: Person) -> None:
    """Delete somebody's checkouts. Raises `NotNowError` while one is being paid."""
    if _of(person).filter(agreed__isnull=False).exists():
        raise NotNowError
    _of(person).delete()


def _of(person: Person) -> QuerySet[Checkout]:
    found = Checkout.objects.alias(email=Lower(KeyTextTransform("email", "contact"), output_field=CharField()))
    return found.filter(Q(customer_id=person.user_id) | Q(email__in=person.emails))
