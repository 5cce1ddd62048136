"""What the books must keep is kept, and then goes; what is somebody's stays."""

from datetime import UTC, datetime

import pytest

from severshop.domain.orders.models import Invoice, Order
from severshop.domain.payments.models import Payment
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.housekeeping.forget_orders import forget_erased_orders
from tests.factories import packed_parcel, placed_order

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


def test_an_order_that_is_somebodys_stays(order):
    assert forget_erased_orders(datetime(2050, 1, 1, tzinfo=UTC)) == 0
    assert Order.objects.exists()
