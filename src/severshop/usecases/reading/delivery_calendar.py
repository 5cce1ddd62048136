"""The promised days as a calendar entry that every calendar program takes (RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from icalendar import Calendar, Event

from severshop.domain.promises.facts import NewestPromise, newest_promise
from severshop.domain.snapshots.models import Snapshot
from severshop.look.calendar import summary_and_text
from severshop.look.speaking import spoken
from severshop.usecases.reading.link_holder import OrderRef
from severshop.vocabulary.statuses import OrderStatus


def delivery_calendar(order: OrderRef) -> bytes | None:
    """Return the order's days of delivery as a calendar file; None where none were promised.

    The entry keeps its UID for ever, and its SEQUENCE grows with every new promise and with the
    order's end, so that a program that has the file already changes its entry, and adds none.
    """
    promise = newest_promise(order.id)
    if promise is None:
        return None
    is_cancelled = Snapshot.objects.filter(order_id=order.id, status=OrderStatus.CANCELLED).exists()
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SHOP_NAME}//delivery//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(_event(order, promise, is_cancelled=is_cancelled))
    return bytes(calendar.to_ical())


def _event(order: OrderRef, promise: NewestPromise, *, is_cancelled: bool) -> Event:
    link = f"{settings.PUBLIC_URL}/t/{order.token}"
    with spoken(order.language):
        summary, text = summary_and_text(number=order.number, link=link, is_cancelled=is_cancelled)
    event = Event()
    event.add("uid", f"delivery-{order.number.lower()}@{settings.SHOP_EMAIL.rpartition('@')[2]}")
    event.add("sequence", 2 * (promise.version - 1) + is_cancelled)
    event.add("dtstamp", promise.made_at)
    event.add("dtstart", promise.window.earliest)
    # The end of an all-day event is the day after its last.
    event.add("dtend", promise.window.latest + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", text)
    event.add("url", link)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    # Waiting for a parcel keeps nobody busy.
    event.add("transp", "TRANSPARENT")
    return event
