"""One order with all that is known of it, and how the machinery is doing."""

from datetime import timedelta

import pytest

from severshop.domain.promises.models import CarrierWeek
from severshop.domain.promises.seed import load_calendars
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.tracking.intake import IncomingMessage, store_messages
from severshop.domain.tracking.models import RawMessage
from severshop.infra import clock
from severshop.infra.jobs.models import PeriodicJob
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.staff.words import message
from severshop.usecases.notifying.registry import WRITERS
from severshop.usecases.reading.staff_order import MessageRow
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

NUMBER = "1Z999AA10123456784"


def hear(now, *bodies):
    messages = [IncomingMessage("ups", f"key-{n}-{len(body)}", body) for n, body in enumerate(bodies)]
    store_messages(messages, now=now)
    update_timelines(now=now)


def page_of(client, order):
    response = client.get(f"/staff/orders/{order.id}/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_order_shows_its_people_its_money_and_its_messages(support, order):
    page = page_of(support, order)
    for words in ("Nyhavn 17", "ada@example.com", "Order received", "€391.90", "Strada Runner", "Copenhagen"):
        assert words in page


def test_scans_show_the_carriers_own_code_and_words(support, order, factories, now):
    factories.packed_parcel(order, now=now, number=NUMBER)
    hear(
        now,
        factories.track_alert(NUMBER, at=now, kind="I", code="DP"),
        factories.track_alert(NUMBER, at=now, kind="I", code="QQ9"),
    )
    page = page_of(support, order)
    assert "Departed the sorting centre" in page
    assert "QQ9" in page
    assert "2 scans" in page


def test_a_parcel_that_was_scanned_without_a_click_counts_as_handed_over(as_role, order, factories, now):
    parcel = factories.packed_parcel(order, now=now, number=NUMBER, handed_over=False)
    hear(now, factories.track_alert(NUMBER, at=now, kind="I", code="DP"))
    warehouse = as_role(Role.WAREHOUSE)
    assert "by the carrier’s first scan" in page_of(warehouse, order)
    page = warehouse.get("/staff/hand-over/").content.decode()
    assert str(parcel.pk) in page
    assert "please confirm" in page


def test_only_the_warehouse_sees_its_buttons(as_role, order):
    assert "Start picking" in page_of(as_role(Role.WAREHOUSE), order)
    assert "Start picking" not in page_of(as_role(Role.FINANCE), order)


@pytest.fixture
def given_up(order):
    now = clock.now()
    entry = OutboxEntry.objects.filter(order_id=order.id).first()
    entry.created_at = entry.due_at = now - timedelta(hours=12)
    entry.failed_at, entry.attempts, entry.last_error = now, 14, "The server said no"
    entry.save()
    return entry


def test_a_message_that_was_given_up_is_seen_and_tried_again(support, order, given_up):
    assert "The server said no" in page_of(support, order)
    assert "The server said no" in support.get("/staff/system/").content.decode()
    support.post(f"/staff/system/outbox/{given_up.pk}/try-again/")
    given_up.refresh_from_db()
    assert (given_up.failed_at, given_up.attempts) == (None, 0)


def test_trying_again_what_is_not_given_up_changes_nothing(support, order):
    before = list(OutboxEntry.objects.values())
    for entry in before:
        response = support.post(f"/staff/system/outbox/{entry['id']}/try-again/", follow=True)
        assert "somebody was quicker" in response.content.decode()
    assert list(OutboxEntry.objects.values()) == before


def test_what_was_not_understood_is_counted_and_can_be_read(support, order, factories, now):
    factories.packed_parcel(order, now=now, number=NUMBER)
    hear(
        now,
        b"<not>json</not>",
        factories.track_alert("1Z999AA10123456793", at=now, kind="I", code="DP"),
        factories.track_alert(NUMBER, at=now, kind="I", code="QQ9"),
    )
    page = support.get("/staff/system/").content.decode()
    assert "the XML has neither a TrackResponse" in page
    assert "1Z999AA10123456793" in page
    assert "QQ9" in page
    raw = RawMessage.objects.get(state="not_understood")
    page = support.get(f"/staff/system/messages/{raw.pk}/").content.decode()
    assert "&lt;not&gt;json&lt;/not&gt;" in page


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"", b'{"a": "\xc3\xa9"}'])
def test_any_body_can_be_looked_at(support, now, body):
    row = RawMessage.objects.create(carrier="ups", received_at=now, body=body)
    assert support.get(f"/staff/system/messages/{row.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["messages/0/", "messages/999999999999999999/", "messages/9999999999999999999/"])
def test_a_message_that_does_not_exist_is_not_found(support, path):
    assert support.get(f"/staff/system/{path}").status_code == 404


def test_a_failing_job_and_a_silent_worker_are_seen(support):
    now = clock.now()
    PeriodicJob.objects.create(name="polish-shoes", due_at=now, failures=3, last_error="No polish left")
    page = support.get("/staff/system/").content.decode()
    assert "No polish left" in page
    assert "3 times in a row" in page
    assert "not seen yet" in page
    PeriodicJob.objects.create(name="worker", due_at=now, last_done_at=now)
    assert "at work" in support.get("/staff/system/").content.decode()
    PeriodicJob.objects.filter(name="worker").update(last_done_at=now - timedelta(hours=2))
    assert "2 hours ago" in support.get("/staff/system/").content.decode()


def test_calendars_that_cannot_be_right_are_on_the_system_page(support):
    load_shipping()
    load_calendars(now=clock.now())
    assert "Calendars that need a hand" not in support.get("/staff/system/").content.decode()
    CarrierWeek.objects.filter(carrier="fedex").update(delivers="x")
    page = support.get("/staff/system/").content.decode()
    assert "Calendars that need a hand" in page
    assert "With FedEx to Switzerland no day is found" in page
    assert page.count("Shoppers see a wide range because of it.") == 2


def test_every_letter_about_an_order_has_a_name(now):
    def named(kind):
        times = dict.fromkeys(("done_at", "failed_at"))
        return message(MessageRow(id=None, kind=kind, parcel=None, created_at=now, attempts=0, last_error="", **times))

    assert [kind for kind in WRITERS if named(kind) == kind] == ["account"]
