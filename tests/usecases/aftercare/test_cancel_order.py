"""Cancelled and paid back, or handed over and told so: never both, never neither."""

import uuid

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.models import Parcel, UnpackedParcel
from severshop.domain.inventory.actions import NotReservedError, let_go, release, reserve, set_stock
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.cancellations import open_request, requests_of
from severshop.domain.orders.models import Cancellation, OrderLine
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.payments.models import Payment
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.cancel_order import (
    NotCancellableError,
    NothingChosenError,
    RequestOpenError,
    UnknownOrderError,
    UnknownRequestError,
    Wish,
    ask_to_cancel,
    ask_to_cancel_all,
    decide,
)
from severshop.usecases.fulfilling.hand_over import UnknownParcelError, hand_over
from severshop.usecases.fulfilling.pick import start_picking
from severshop.vocabulary.cancelling import AskedBy, CancelReason, RequestState, WhyRefused
from severshop.vocabulary.refunds import PartKind
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel, placed_order, public_page

pytestmark = pytest.mark.django_db
REASON = CancelReason.CHANGED_MIND


@pytest.fixture
def order(now):
    """Two of one shoe and one of another, 129.00 each, 4.90 delivery; paid, and kept on the shelf."""
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    lines = dict(OrderLine.objects.filter(order=order).values_list("sku", "quantity"))
    for sku in lines:
        set_stock(sku, on_hand=5)
    reserve(order.id, lines, now=now)
    return order


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk


def cancel(order, units, *, now, form="form"):
    return ask_to_cancel(Wish(order_id=order.id, units=units, reason=REASON, form=form), now=now)


def reserved():
    return list(Stock.objects.order_by("sku").values_list("reserved", flat=True))


def mails(order):
    kinds = OutboxEntry.objects.filter(order_id=order.id, topic="mail").values_list("payload__kind", flat=True)
    return sorted(kind for kind in kinds if kind.startswith("cancel"))


def paid_back(order):
    return [[(part.kind, part.amount_minor) for part in refund.parts] for refund in refunds_of(order.id)]


def test_where_nobody_has_begun_it_is_done_at_once(order, now):
    done = cancel(order, {1: 2, 2: 1}, now=now)
    assert (done.state, done.cancelled, done.decided_by) == (RequestState.GRANTED, {1: 2, 2: 1}, "")
    page = public_page(order.id)
    assert (page["status"], page["attention"]) == ("cancelled", None)
    assert [item["cancelled"] for item in page["items"]] == [2, 1]
    assert paid_back(order) == [[(PartKind.GOODS, 25_800), (PartKind.GOODS, 12_900), (PartKind.DELIVERY, 490)]]
    (refund,) = refunds_of(order.id)
    assert (refund.amount_minor, refund.tax_minor) == (order.total_minor, order.tax_minor)
    assert refund.cause == f"cancellation:{done.id}"
    assert OutboxEntry.objects.filter(topic="payment.refund", order_id=order.id).count() == 1
    assert (reserved(), mails(order)) == ([0, 0], ["cancellation_confirmed"])
    row = Cancellation.objects.first()
    assert (row.cancelled_by, row.reason, row.request_id) == ("shopper", "changed_mind", done.id)


def test_a_part_of_it_leaves_the_rest_on_its_way(order, now):
    cancel(order, {1: 1}, now=now)
    assert public_page(order.id)["status"] == "received"
    assert paid_back(order) == [[(PartKind.GOODS, 12_900)]]
    assert reserved() == [1, 1]
    cancel(order, {1: 1, 2: 1}, now=now, form="another")
    assert order_balance(order.id).left == 0
    assert sum(refund.tax_minor for refund in refunds_of(order.id)) == order.tax_minor


def test_the_same_form_twice_is_one_cancellation(order, now):
    first = cancel(order, {1: 1}, now=now)
    assert cancel(order, {1: 1}, now=now).id == first.id
    assert Cancellation.objects.count() == 1
    assert len(refunds_of(order.id)) == 1


def test_a_form_of_another_order_is_another_form(order, now):
    other = placed_order(now=now)
    cancel(order, {1: 1}, now=now)
    assert cancel(other, {1: 1}, now=now).order_id == other.id
    assert Cancellation.objects.count() == 2


@pytest.mark.parametrize(
    ("units", "error"),
    [
        ({1: 3}, NotCancellableError),
        ({3: 1}, NotCancellableError),
        ({}, NothingChosenError),
        ({1: 0}, NothingChosenError),
    ],
)
def test_what_is_not_there_cannot_be_cancelled(order, now, units, error):
    with pytest.raises(error):
        cancel(order, units, now=now)
    assert requests_of(order.id) == ()


def test_an_unknown_order_or_request(order, sam, now):
    with pytest.raises(UnknownOrderError):
        ask_to_cancel(Wish(order_id=uuid.uuid4(), units={1: 1}, reason=REASON, form="a"), now=now)
    with pytest.raises(UnknownRequestError):
        decide(uuid.uuid4(), granted=True, note="", by=sam, now=now)


def test_once_picking_has_begun_a_person_decides(order, sam, now):
    start_picking(order.id, by=None, now=now)
    asked = cancel(order, {1: 2}, now=now)
    assert (asked.state, paid_back(order), mails(order)) == (RequestState.OPEN, [], [])
    page = public_page(order.id)
    assert (page["status"], page["attention"]) == ("in_process", "cancellation_requested")
    with pytest.raises(RequestOpenError):
        cancel(order, {2: 1}, now=now, form="another")
    done = decide(asked.id, granted=True, note="", by=sam, now=now)
    assert (done.state, done.decided_by, done.cancelled) == (RequestState.GRANTED, "Sam", {1: 2})
    assert public_page(order.id)["attention"] is None
    assert (paid_back(order), mails(order)) == ([[(PartKind.GOODS, 25_800)]], ["cancellation_confirmed"])
    assert decide(asked.id, granted=False, note="too late", by=sam, now=now).state is RequestState.GRANTED
    assert len(refunds_of(order.id)) == 1


def test_or_refuses_with_a_word_why(order, sam, now):
    start_picking(order.id, by=None, now=now)
    asked = cancel(order, {1: 2}, now=now)
    refused = decide(asked.id, granted=False, note="It is made to measure.", by=sam, now=now)
    assert (refused.state, refused.why_refused) == (RequestState.REFUSED, WhyRefused.STAFF)
    assert refused.note == "It is made to measure."
    assert (paid_back(order), mails(order), reserved()) == ([], ["cancellation_refused"], [2, 1])
    assert cancel(order, {1: 1}, now=now, form="another").state is RequestState.OPEN


def test_a_packed_box_is_opened_and_the_rest_is_packed_again(order, sam, now):
    start_picking(order.id, by=None, now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    asked = cancel(order, {2: 1}, now=now)
    decide(asked.id, granted=True, note="", by=sam, now=now)
    assert not Parcel.objects.filter(order=order).exists()
    kept = UnpackedParcel.objects.get()
    assert (kept.id, kept.tracking_number, kept.unpacked_by_id) == (parcel.pk, parcel.tracking_number, sam)
    page = public_page(order.id)
    assert (page["status"], page["parcels"], [item["packed"] for item in page["items"]]) == ("in_process", [], [0, 0])
    with pytest.raises(UnknownParcelError):
        hand_over([parcel.pk], by=None, now=now)


def test_the_hand_over_came_first_and_the_shopper_is_told(order, sam, now):
    start_picking(order.id, by=None, now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    asked = cancel(order, {1: 2, 2: 1}, now=now)
    hand_over([parcel.pk], by=None, now=now)
    (refused,) = requests_of(order.id)
    assert (refused.state, refused.why_refused) == (RequestState.REFUSED, WhyRefused.HANDED_OVER)
    assert mails(order) == ["cancellation_refused"]
    page = public_page(order.id)
    assert (page["status"], page["attention"]) == ("shipped", None)
    assert decide(asked.id, granted=True, note="", by=sam, now=now).state is RequestState.REFUSED
    assert (paid_back(order), Cancellation.objects.count()) == ([], 0)
    with pytest.raises(NotCancellableError):
        cancel(order, {1: 1}, now=now, form="another")


def test_a_part_left_and_the_rest_is_granted(order, sam, now):
    start_picking(order.id, by=None, now=now)
    asked = cancel(order, {1: 2, 2: 1}, now=now)
    packed_parcel(order, now=now, units={2: 1}, handed_over=True)
    done = decide(asked.id, granted=True, note="", by=sam, now=now)
    assert (done.state, done.cancelled) == (RequestState.GRANTED, {1: 2})
    assert paid_back(order) == [[(PartKind.GOODS, 25_800)]]
    assert public_page(order.id)["status"] == "shipped"


def test_everything_that_has_not_left(order, now):
    packed_parcel(order, now=now, units={1: 1}, handed_over=True)
    asked = ask_to_cancel_all(order.id, reason=REASON, asked_by=AskedBy.DELAY_CHOICE, form="delay:1", now=now)
    assert (asked.state, asked.units, asked.asked_by) == (RequestState.OPEN, {1: 1, 2: 1}, AskedBy.DELAY_CHOICE)
    again = ask_to_cancel_all(order.id, reason=REASON, asked_by=AskedBy.DELAY_CHOICE, form="delay:2", now=now)
    assert again.id == asked.id
    assert open_request(order.id) == asked


def test_what_was_paid_elsewhere_is_cancelled_without_a_refund(now):
    order = placed_order(now=now)
    assert cancel(order, {1: 1}, now=now).state is RequestState.GRANTED
    assert (paid_back(order), public_page(order.id)["status"]) == ([], "cancelled")


def test_no_more_goes_back_than_is_left_of_what_was_paid(order, sam, now):
    from severshop.usecases.paying.refund import give_back

    give_back(order.id, amount_minor=13_000, note="", form="a", by=sam, now=now)
    cancel(order, {1: 2, 2: 1}, now=now)
    assert order_balance(order.id).left == 0
    assert paid_back(order)[0] == [(PartKind.GOODS, 25_800), (PartKind.GOODS, 390)]


def test_what_a_member_of_staff_granted_over_the_limit_waits_for_another(order, sam, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 20_000
    start_picking(order.id, by=None, now=now)
    decide(cancel(order, {1: 2}, now=now).id, granted=True, note="", by=sam, now=now)
    (refund,) = refunds_of(order.id)
    assert (refund.state.value, refund.requested_by) == ("waiting", "Sam")


def test_units_that_were_let_go_can_be_bought_again_and_only_once(order, now):
    sku = OrderLine.objects.get(order=order, position=1).sku
    let_go(order.id, {sku: 2})
    with pytest.raises(NotReservedError):
        let_go(order.id, {sku: 1})
    release(order.id, now=now)
    assert reserved() == [0, 0]
    assert Reservation.objects.get(sku=sku).still_kept == 0
