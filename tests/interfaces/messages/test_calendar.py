"""The days of delivery in a calendar: one entry for ever, moved and cancelled in place."""

from datetime import date, timedelta

import icalendar
import pytest

from severshop.domain.orders.models import Cancellation, Order
from severshop.domain.promises.models import Promise
from severshop.infra.links import link_token
from severshop.usecases.refresh_status import refresh_status
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return placed_order(now=now)


def entry(client, order):
    answer = client.get(f"/order/{link_token(order.id, generation=1)}/delivery.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{order.number}.ics"'
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_the_promised_days_are_whole_days_and_keep_nobody_busy(client, order, now):
    calendar, event = entry(client, order)
    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("dtstart") == date(2026, 11, 26)
    assert event.decoded("dtend") == date(2026, 12, 1)
    assert event["SUMMARY"] == f"BestShoeSeverShop order {order.number} arrives"
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (0, "CONFIRMED", "TRANSPARENT")
    assert event.decoded("dtstamp") == now
    assert event["URL"].endswith(f"/t/{link_token(order.id, generation=1)}")
    text = str(calendar.to_ical())
    assert "Strada" not in text
    assert "Ada" not in text


def test_a_new_promise_moves_the_same_entry(client, order, now):
    _calendar, before = entry(client, order)
    Promise.objects.create(
        order=order,
        version=2,
        made_at=now + timedelta(days=1),
        earliest=date(2026, 12, 2),
        latest=date(2026, 12, 2),
    )
    _calendar, after = entry(client, order)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (after.decoded("dtstart"), after.decoded("dtend")) == (date(2026, 12, 2), date(2026, 12, 3))


def test_a_cancelled_order_cancels_its_entry(client, order, now):
    _calendar, before = entry(client, order)
    line = order.lines.get()
    Cancellation.objects.create(line=line, quantity=1, cancelled_at=now, cancelled_by="shopper", reason="changed")
    refresh_status([order.id], now=now)
    calendar, after = entry(client, order)
    assert (calendar["METHOD"], after["STATUS"]) == ("CANCEL", "CANCELLED")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_entry_speaks_the_orders_language(client, order):
    Order.objects.filter(id=order.id).update(language="xx")
    _calendar, event = entry(client, order)
    assert "arrives" in event["SUMMARY"]


def test_an_order_without_promised_days_has_no_entry(client, order):
    Promise.objects.all().delete()
    assert client.get(f"/order/{link_token(order.id, generation=1)}/delivery.ics").status_code == 404
