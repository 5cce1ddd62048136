"""A request to cancel ends by itself when everything that it asks for has left."""

import uuid
from datetime import date, datetime

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.cancellations import RequestRecord, open_request, refuse
from severshop.domain.orders.cancelling import cancellable
from severshop.domain.orders.rules import LineFacts
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.cancelling import WhyRefused

CANCELLATION_CONFIRMED = "cancellation_confirmed"
CANCELLATION_REFUSED = "cancellation_refused"


def refuse_what_left(order_id: uuid.UUID, *, today: date, now: datetime) -> bool:
    """Refuse the order's open request, and say so by mail, when nothing that it names can be cancelled any more.

    In the caller's transaction, the order locked by the caller. Tells whether it did.
    """
    request = open_request(order_id)
    if request is None or still_possible(request, tell([order_id], today=today)[0]):
        return False
    refuse_with_letter(request, why=WhyRefused.HANDED_OVER, by=None, note="", now=now)
    return True


def still_possible(request: RequestRecord, story: OrderStory) -> dict[int, int]:
    """Return what of a request can be cancelled still, by the line's position."""
    left = left_to_cancel(story)
    return {line: min(wanted, left[line]) for line, wanted in request.units.items() if left.get(line)}


def left_to_cancel(story: OrderStory) -> dict[int, int]:
    """Return how many units of each line have not left, by the line's position."""
    return cancellable(line_facts(story), [parcel.facts for parcel in story.parcels])


def line_facts(story: OrderStory) -> list[LineFacts]:
    """Return what rules know of an order's lines."""
    return [LineFacts(line.position, line.quantity, line.cancelled) for line in story.order.lines]


def refuse_with_letter(
    request: RequestRecord, *, why: WhyRefused, by: uuid.UUID | None, note: str, now: datetime
) -> None:
    """Write that a request was refused, and owe the shopper a letter about it."""
    refuse(request.id, why=why, by=by, note=note, now=now)
    put([letter(request, CANCELLATION_REFUSED)], now=now)


def letter(request: RequestRecord, kind: str) -> NewEntry:
    """Return the letter that a decision owes."""
    return NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:cancellation:{request.id}",
        order_id=request.order_id,
        payload={"kind": kind, "request": str(request.id)},
    )
