"""A delay that its shopper did not want to wait for ends the order, once."""

from datetime import timedelta

import pytest

from severshop.domain.orders.cancellations import requests_of
from severshop.domain.watch.models import DelayNotice
from severshop.usecases.aftercare.answer_delay import answer_delay
from severshop.usecases.aftercare.cancel_late import cancel_late
from severshop.usecases.aftercare.cancel_order import decide
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pick import start_picking
from severshop.vocabulary.cancelling import AskedBy, CancelReason
from severshop.vocabulary.watching import Answer
from tests.factories import packed_parcel, placed_order, public_page
from tests.usecases.watching.courses import AMERICA, pass_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return placed_order(now=now, address=AMERICA)


@pytest.fixture
def at(order):
    """The moment at which its shopper is asked whether to wait or to cancel."""
    return pass_until(order, DelayNotice.objects.exists)


def test_who_chose_to_cancel_gets_it_cancelled_once(order, at):
    answer_delay(order.id, answer=Answer.CANCEL, now=at)
    assert cancel_late(now=at) == 1
    assert public_page(order.id)["status"] == "cancelled"
    (request,) = requests_of(order.id)
    assert (request.asked_by, request.reason) == (AskedBy.DELAY_CHOICE, CancelReason.TOO_LATE)
    assert cancel_late(now=at + timedelta(hours=1)) == 0
    assert len(requests_of(order.id)) == 1


def test_who_waits_or_says_nothing_yet_keeps_it(order, at):
    assert cancel_late(now=at) == 0
    answer_delay(order.id, answer=Answer.WAIT, now=at)
    assert cancel_late(now=at + timedelta(days=1)) == 0
    assert public_page(order.id)["status"] == "received"


def test_where_the_warehouse_has_begun_a_person_decides_and_is_asked_once(order, at):
    start_picking(order.id, by=None, now=at)
    answer_delay(order.id, answer=Answer.CANCEL, now=at)
    assert cancel_late(now=at) == 0
    assert public_page(order.id)["attention"] == "cancellation_requested"
    (request,) = requests_of(order.id)
    decide(request.id, granted=False, note="", by=None, now=at)
    assert cancel_late(now=at + timedelta(minutes=1)) == 0
    assert len(requests_of(order.id)) == 1


def test_what_left_meanwhile_is_left_alone(order, at):
    answer_delay(order.id, answer=Answer.CANCEL, now=at)
    hand_over([packed_parcel(order, now=at, handed_over=False).pk], by=None, now=at)
    assert cancel_late(now=at) == 0
    assert requests_of(order.id) == ()
