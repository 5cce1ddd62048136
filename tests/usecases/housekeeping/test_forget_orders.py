"""What the books must keep is kept, and then goes; what is somebody's stays."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.models import Invoice, Order
from severshop.domain.payments.models import Payment
from severshop.domain.tracking.models import RawMessage, ScanRow
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.housekeeping.forget_orders import forget_erased_orders, forget_late_words
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, track_alert

pytestmark = pytest.mark.django_db
BOUGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def order():
    order = placed_order(now=BOUGHT)
    packed_parcel(order, now=BOUGHT)
    Invoice.objects.create(order=order, year=2026, position=1, issued_at=BOUGHT)
    Payment.objects.create(order_id=order.id, amount_minor=1, method="card_ok", state="succeeded", started_at=BOUGHT)
    return order


@pytest.mark.parametrize(
    ("moment", "gone"),
    [
        (datetime(2034, 12, 31, 23, tzinfo=UTC), 0),
        (datetime(2035, 1, 1, 1, tzinfo=UTC), 1),
    ],
)
def test_an_erased_order_goes_with_the_end_of_its_last_year(order, moment, gone):
    Order.objects.update(erased_at=BOUGHT)
    assert forget_erased_orders(moment) == gone
    left = 1 - gone
    assert (Order.objects.count(), Payment.objects.count()) == (left, left)
    assert OutboxEntry.objects.filter(order_id=order.id).exists() == bool(left)


def test_what_carriers_say_after_the_deletion_is_forgotten_within_a_day(order):
    parcel = Parcel.objects.get(order=order)
    Order.objects.update(erased_at=BOUGHT)
    late = BOUGHT + timedelta(hours=30)
    body = track_alert(parcel.tracking_number, at=late, kind="D", code="FS").replace(b"COLOGNE", b"ERIKA MUSTER")
    receive_messages([message("ups", body)], now=late)
    update_timelines(now=late)
    ScanRow.objects.update(text="Signed by ERIKA MUSTER")
    assert forget_late_words(late + timedelta(days=1)) == 1
    assert not RawMessage.objects.exists()
    assert set(ScanRow.objects.values_list("text", "message_id")) == {("", None)}
    assert forget_late_words(late + timedelta(days=1)) == 0


def test_words_about_orders_of_people_who_are_here_stay(order):
    receive_messages([message("ups", b"{}")], now=BOUGHT)
    assert forget_late_words(BOUGHT) == 0
    assert RawMessage.objects.count() == 1


def test_an_order_that_is_somebodys_stays(order):
    assert forget_erased_orders(datetime(2050, 1, 1, tzinfo=UTC)) == 0
    assert Order.objects.exists()
