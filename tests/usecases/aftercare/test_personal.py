"""What cancellations and refunds know of a person: taken out, and forgotten but for the books."""

import pytest

from severshop.domain.orders import personal as orders
from severshop.domain.orders.models import CancellationRequest
from severshop.domain.payments import personal as payments
from severshop.domain.payments.models import Payment, Refund
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, decide
from severshop.usecases.fulfilling.pick import start_picking
from severshop.vocabulary.cancelling import CancelReason
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    order = placed_order(now=now)
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    start_picking(order.id, by=None, now=now)
    wish = Wish(order_id=order.id, units={1: 1}, reason=CancelReason.BY_MISTAKE, form="form")
    decide(ask_to_cancel(wish, now=now).id, granted=True, note="Gladly, Ada.", by=None, now=now)
    Refund.objects.update(note="Ada called")
    return order


def test_it_is_all_in_the_export(order, now):
    (told,) = orders.export_of([order.id])
    at = now.isoformat()
    assert told["cancellations"] == [
        {"asked_at": at, "decided_at": at, "state": "granted", "reason": "by_mistake", "note": "Gladly, Ada."}
    ]
    (refund,) = payments.refunds_of_person([order.id])
    assert (refund["amount_minor"], refund["why"], refund["note"]) == (13_390, "cancellation", "Ada called")


def test_amounts_stay_and_what_was_written_goes(order, now):
    orders.make_nobodys([order.id], now=now)
    payments.forget_people([order.id])
    assert CancellationRequest.objects.get().note == ""
    assert (Refund.objects.get().note, Refund.objects.get().amount_minor) == ("", 13_390)
