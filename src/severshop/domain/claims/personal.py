"""What is kept about people here: a shopper's own words about a claim, and their photos."""

from typing import Any

from django.db.models import Count

from severshop.domain.claims.models import Claim, ClaimPhoto
from severshop.infra.people import Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return the claims about a person's orders, ready for JSON."""
    rows = Claim.objects.filter(order_id__in=person.order_ids).annotate(shown=Count("photos")).order_by("opened_at")
    return [
        {
            "order": str(row.order_id),
            "opened_at": row.opened_at.isoformat(),
            "kind": row.kind,
            "wish": row.wish,
            "words": row.words,
            "photos": row.shown,
            "end": row.end,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


def erase_of(person: Person) -> None:
    """Delete what people wrote and showed. That something was made good stays, as the books ask for it."""
    Claim.objects.filter(order_id__in=person.order_ids).exclude(words="").update(words="")
    ClaimPhoto.objects.filter(claim__order_id__in=person.order_ids).delete()
