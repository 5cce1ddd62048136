"""Lets the days of an order pass: what is due is done when it is due, and nothing in between."""

from datetime import timedelta, timezone

from severshop.domain.orders.actions import NewAddress
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.refresh_status import refresh_due
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import track_alert

COLOGNE = timezone(timedelta(hours=1))
AMERICA = NewAddress(
    name="Ada Winter", street="12 Elm Street", city="Portland", region="OR", country="US", postal_code="97201"
)
MOST = 60


def due_at(order):
    """When the order is looked at again by itself."""
    return Snapshot.objects.get(order_id=order.id).refresh_due_at


def pass_until(order, is_reached):
    """Let time pass from one due moment to the next until something is so; return the moment."""
    for _ in range(MOST):
        moment = due_at(order)
        assert moment, "nothing is due any more"
        refresh_due(now=moment)
        if is_reached():
            return moment
    raise AssertionError("it never came")


def owed(order):
    """What the shopper has been written, by kind, in order."""
    entries = OutboxEntry.objects.filter(order_id=order.id, topic="mail").order_by("id")
    return [entry.payload["kind"] for entry in entries]


def scanned(parcel, *, at, kind="I", code="DP"):
    """A scan comes in and is read at once."""
    body = track_alert(parcel.tracking_number, at=at.astimezone(COLOGNE), kind=kind, code=code)
    receive_messages([message(parcel.carrier, body)], now=at)
    update_timelines(now=at)
