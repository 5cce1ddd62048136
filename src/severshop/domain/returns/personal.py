"""What is kept about people here: what they wrote about what came back, and their photos of it."""

from base64 import b64encode
from typing import Any

from django.db.models import QuerySet

from severshop.domain.returns.models import Return, ReturnLine, ReturnPhoto
from severshop.infra.people import Person


def export_of(person: Person) -> list[dict[str, Any]]:
    """Return the returns of a person's orders, ready for JSON; photos as JPEG in base64."""
    rows = Return.objects.filter(order_id__in=person.order_ids).select_related("order")
    lines = rows.prefetch_related("lines__line", "lines__photos", "lines__inspections").order_by("requested_at")
    return [
        {
            "announced_at": row.requested_at.isoformat(),
            "number": f"{row.order.number}-R{row.position}",
            "called_off_at": row.cancelled_at.isoformat() if row.cancelled_at else None,
            "policy": row.policy_name,
            "lines": [_line(line) for line in row.lines.all()],
        }
        for row in lines
    ]


def erase_of(person: Person) -> None:
    """Forget words and photos. What came back, and why in one of our words, belongs to the order's books."""
    lines = _lines(person)
    ReturnPhoto.objects.filter(line__in=lines).delete()
    lines.exclude(note="").update(note="")


def _line(row: ReturnLine) -> dict[str, Any]:
    return {
        "sku": row.line.sku,
        "quantity": row.quantity,
        "reason": row.reason,
        "note": row.note,
        "wants": row.wants,
        "photos": [b64encode(photo.content).decode() for photo in row.photos.all()],
        "found": [
            {"at": one.inspected_at.isoformat(), "quantity": one.quantity, "verdict": one.verdict, "note": one.note}
            for one in row.inspections.all()
        ],
    }


def _lines(person: Person) -> QuerySet[ReturnLine]:
    return ReturnLine.objects.filter(case__order_id__in=person.order_ids)
