"""What is kept about people here: a shopper's own words about a claim and their photos, and what they were told."""

from base64 import b64encode
from typing import Any

from severshop.domain.claims.models import Claim, ClaimPhoto
from severshop.infra.people import Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return the claims about a person's orders, ready for JSON; photos are JPEGs in base64."""
    rows = Claim.objects.filter(order_id__in=person.order_ids).order_by("opened_at", "id")
    return [
        {
            "order": str(row.order_id),
            "opened_at": row.opened_at.isoformat(),
            "kind": row.kind,
            "wish": row.wish,
            "words": row.words,
            "photos": [b64encode(photo.content).decode() for photo in row.photos.order_by("position")],
            "end": row.end,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "told": row.note,
        }
        for row in rows
    ]


def erase_of(person: Person) -> None:
    """Delete what was written and shown. That something was made good stays, as the books ask for it."""
    Claim.objects.filter(order_id__in=person.order_ids).update(words="", note="")
    ClaimPhoto.objects.filter(claim__order_id__in=person.order_ids).delete()
