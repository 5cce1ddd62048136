"""What parcels' timelines keep about people: the words of carriers, which may name who took a parcel."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from severshop.domain.tracking.models import Leg, LegReport, MessageState, RawMessage, ScanRow


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


def forget_messages(*, after: int, received_before: datetime, limit: int) -> tuple[int, int | None]:
    """Delete those of the next `limit` messages that were received earlier.

    Return how many went, and the id to go on after, None at the end. Messages that still wait to be read stay.
    """
    rows = RawMessage.objects.filter(id__gt=after).order_by("id")
    batch = list(rows.values_list("id", "received_at", "state")[:limit])
    old = [row for row in batch if row[1] < received_before]
    with transaction.atomic():
        read = [message_id for message_id, _, state in old if state != MessageState.NEW]
        RawMessage.objects.filter(id__in=read).delete()
    # Ids grow with time: behind the first that is too young there is nothing to do.
    return len(read), batch[-1][0] if len(old) == limit else None


def forget_words(*, heard_before: datetime, limit: int) -> int:
    """Forget the carriers' own words for up to `limit` scans that were heard earlier; return for how many."""
    rows = ScanRow.objects.filter(heard_at__lt=heard_before).exclude(text="", message_id=None)
    with transaction.atomic():
        return ScanRow.objects.filter(id__in=list(rows.values_list("id", flat=True)[:limit])).update(
            text="", message_id=None
        )


def forget_takers(*, said_before: datetime, limit: int) -> int:
    """Forget who took up to `limit` parcels whose proof is older; return how many. How they were handed over stays."""
    rows = LegReport.objects.filter(proof_as_of__lt=said_before).exclude(proof_name="", proof_link="")
    with transaction.atomic():
        return LegReport.objects.filter(leg__in=list(rows.values_list("leg", flat=True)[:limit])).update(
            proof_name="", proof_link=""
        )
