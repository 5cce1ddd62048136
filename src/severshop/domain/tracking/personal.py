"""What parcels' timelines keep about people: the words of carriers, which may name who took a parcel."""

import uuid
from collections.abc import Collection

from severshop.domain.tracking.models import Leg, LegReport, RawMessage, ScanRow


def messages_about(order_ids: Collection[uuid.UUID]) -> set[int]:
    """Return the ids of the raw messages about the orders' parcels. Slow where there are many: call it unlocked."""
    numbers = Leg.objects.filter(order__in=order_ids).values_list("number", flat=True)
    told = ScanRow.objects.filter(order__in=order_ids, message_id__isnull=False).values_list("message_id", flat=True)
    about = RawMessage.objects.filter(tracking_number__in=set(numbers)).values_list("id", flat=True)
    return {int(found) for found in told if found is not None} | set(about)


def forget_people(order_ids: Collection[uuid.UUID], *, message_ids: Collection[int]) -> None:
    """Delete the carriers' own words, and who took the parcels. What happened when stays."""
    RawMessage.objects.filter(id__in=message_ids).delete()
    ScanRow.objects.filter(order__in=order_ids).update(text="", message_id=None)
    LegReport.objects.filter(order__in=order_ids).update(proof_name="", proof_link="")
