"""A withdrawal is taken in once, kept for good, answered at once, and followed by what the law asks for."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.cancellations import open_request, requests_of
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.models import Payment
from severshop.domain.withdrawals.actions import forget_declarations
from severshop.domain.withdrawals.models import Declaration, Withdrawal, WithdrawalStep
from severshop.domain.withdrawals.personal import erase_of, export_of
from severshop.domain.withdrawals.queries import waiting, waiting_count
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.people import Person
from severshop.usecases.aftercare.announce_return import cancel_return
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, decide
from severshop.usecases.aftercare.follow_withdrawals import follow_withdrawals
from severshop.usecases.aftercare.withdraw import (
    BY_EMAIL,
    BY_ORIGIN,
    NotInOrderError,
    Statement,
    TooOftenError,
    withdraw,
)
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pick import start_picking
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.roles import Role
from severshop.vocabulary.withdrawing import Step, WhyPeople, WithdrawalState
from tests.factories import packed_parcel, placed_order, public_page
from tests.usecases.aftercare.arrivals import delivered

pytestmark = pytest.mark.django_db

SAID = Statement(form="form", name="Ada Winter", language="en")


@pytest.fixture
def order(now):
    """Two of one shoe and one of another, 129.00 each, 4.90 delivery; paid."""
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    return order


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk


def from_link(order, *, now, form="form", units=None):
    return withdraw(replace(SAID, form=form, order_id=order.id, units=units), origin="192.0.2.1", now=now)


def from_form(*, now, form="form", number="BS-0000-0000", email="ada@example.com", words="", origin="192.0.2.1"):
    said = replace(SAID, form=form, number=number, email=email, words=words)
    return withdraw(said, origin=origin, now=now)


def steps(record):
    return [taken.step for taken in record.steps]


def receipts():
    rows = OutboxEntry.objects.filter(topic="mail", payload__kind="withdrawal_receipt").order_by("key")
    return [row.payload["to_order"] for row in rows]


def test_what_has_not_left_is_called_off_and_paid_back_at_once(order, now):
    record = from_link(order, now=now)
    assert (record.state, record.is_whole) == (WithdrawalState.CANCELLED, True)
    assert record.units == {1: 2, 2: 1}
    assert public_page(order.id)["status"] == "cancelled"
    assert [request.reason for request in requests_of(order.id)] == [CancelReason.WITHDRAWAL]
    # with the standard delivery: Art. 13(1)
    assert [refund.amount_minor for refund in refunds_of(order.id)] == [order.total_minor]
    assert receipts() == [False]
    assert waiting(10) == ()
    (told,) = public_page(order.id)["withdrawals"]
    assert told == {
        "received_at": "2026-11-24T09:00:00+01:00",
        "state": "cancelled",
        "whole": True,
        "cancelled": [{"line": 1, "quantity": 2}, {"line": 2, "quantity": 1}],
        "to_send_back": [],
        "send_back_by": None,
        "refund_by": "2026-12-08",
    }


def test_a_part_of_it(order, now):
    record = from_link(order, now=now, units={1: 1, 2: 0})
    assert (record.is_whole, record.units) == (False, {1: 1})
    assert [refund.amount_minor for refund in refunds_of(order.id)] == [12_900]
    rest = from_link(order, now=now, form="rest")
    assert rest.units == {1: 1, 2: 1}
    assert sum(refund.amount_minor for refund in refunds_of(order.id)) == order.total_minor


def test_sent_twice_it_is_one(order, now):
    first = from_link(order, now=now)
    again = from_link(order, now=now + timedelta(minutes=5))
    assert (again.id, again.received_at) == (first.id, now)
    assert (Withdrawal.objects.count(), len(refunds_of(order.id)), receipts()) == (1, 1, [False])


def test_a_form_seen_elsewhere_opens_nothing(order, now):
    first = from_link(order, now=now)
    other = from_form(now=now, form="form", email="mallory@example.com")
    assert other.id != first.id
    assert other.person.email == "mallory@example.com"


@pytest.mark.parametrize("units", [{1: 3}, {9: 1}, {1: -1}, {1: 0}, {}])
def test_what_the_order_does_not_have_changes_nothing(order, now, units):
    with pytest.raises(NotInOrderError):
        from_link(order, now=now, units=units)
    assert Withdrawal.objects.count() == 0


def test_what_has_left_is_to_come_back_before_it_has_even_arrived(order, now):
    packed_parcel(order, now=now)
    record = from_link(order, now=now)
    assert steps(record) == [Step.SEND_BACK]
    assert record.state is WithdrawalState.TO_SEND_BACK
    assert record.units_in(Step.SEND_BACK) == {1: 2, 2: 1}
    assert [one.id for one in waiting(10)] == [record.id]
    (told,) = public_page(order.id)["withdrawals"]
    assert told["to_send_back"] == [{"line": 1, "quantity": 2}, {"line": 2, "quantity": 1}]
    assert (told["state"], told["send_back_by"], told["refund_by"]) == ("to_send_back", "2026-12-08", "2026-12-08")
    with pytest.raises(NotInOrderError):
        from_link(order, now=now, form="again", units={1: 1})


def test_one_box_gone_and_one_here(order, now):
    packed_parcel(order, now=now, units={1: 2})
    record = from_link(order, now=now, units={1: 1, 2: 1})
    assert record.units_in(Step.SEND_BACK) == {1: 1}
    assert record.units_in(Step.CANCEL_ASKED) == {2: 1}


def test_in_somebodys_hands_it_is_taken_out(order, now, sam):
    start_picking(order.id, by=sam, now=now)
    record = from_link(order, now=now)
    assert record.state is WithdrawalState.BEING_CANCELLED
    assert follow_withdrawals(now=now) == 0
    decide(open_request(order.id).id, granted=True, note="", by=sam, now=now)
    assert follow_withdrawals(now=now) == 1
    assert follow_withdrawals(now=now) == 0
    assert waiting(10) == ()
    assert len(refunds_of(order.id)) == 1


def test_what_left_before_anybody_could_take_it_out_is_to_come_back(order, now, sam):
    parcel = packed_parcel(order, now=now, handed_over=False)
    record = from_link(order, now=now)
    hand_over([parcel.id], by=sam, now=now)
    assert follow_withdrawals(now=now) == 1
    (seen,) = waiting(10)
    assert (seen.id, seen.units_in(Step.SEND_BACK_INSTEAD)) == (record.id, {1: 2, 2: 1})
    assert seen.state is WithdrawalState.TO_SEND_BACK


def test_while_a_cancellation_is_open_a_person_goes_on(order, now, sam):
    start_picking(order.id, by=sam, now=now)
    ask_to_cancel(Wish(order_id=order.id, units={1: 1}, reason=CancelReason.OTHER, form="x"), now=now)
    record = from_link(order, now=now)
    assert record.why_people is WhyPeople.CANCELLATION_OPEN
    assert waiting_count() == 1


@pytest.mark.parametrize(
    ("days", "state"),
    [(14, WithdrawalState.TO_SEND_BACK), (15, WithdrawalState.TAKEN_IN)],
    ids=["on the last day", "the day after"],
)
def test_the_time_is_counted_from_the_last_delivery_and_late_ones_are_taken_in(order, now, days, state):
    # delivered on Tuesday 24 November in Copenhagen: until Tuesday 8 December
    delivered(order, now=now)
    record = from_link(order, now=now + timedelta(days=days))
    assert record.state is state
    assert (record.why_people is WhyPeople.LATE) is (state is WithdrawalState.TAKEN_IN)
    assert receipts() == [False]


def test_what_has_arrived_comes_back_as_a_return(order, now):
    delivered(order, now=now)
    record = from_link(order, now=now, units={1: 1})
    assert steps(record) == [Step.RETURN_ANNOUNCED]
    page = public_page(order.id)
    (back,), (told,) = page["returns"], page["withdrawals"]
    assert (back["state"], back["items"][0]["quantity"], len(back["items"])) == ("announced", 1, 1)
    assert (told["state"], told["to_send_back"]) == ("to_send_back", [{"line": 1, "quantity": 1}])
    assert waiting(10) == ()
    assert from_link(order, now=now, form="rest").units == {1: 1, 2: 1}


def test_what_has_come_and_what_is_still_to_come(order, now):
    delivered(order, now=now, units={1: 2})
    packed_parcel(order, now=now, units={2: 1})
    record = from_link(order, now=now)
    assert record.units_in(Step.RETURN_ANNOUNCED) == {1: 2}
    assert record.units_in(Step.SEND_BACK) == {2: 1}


def test_calling_off_its_return_does_not_undo_what_was_declared(order, now):
    delivered(order, now=now)
    from_link(order, now=now)
    cancel_return(order.id, position=1, now=now)
    assert [told["state"] for told in public_page(order.id)["withdrawals"]] == ["to_send_back"]
    assert from_link(order, now=now, form="again").units == {1: 2, 2: 1}


def test_from_the_open_form_with_the_orders_own_address(order, now):
    record = from_form(now=now, number=f" {order.number.lower()} ", email="ADA@example.com ")
    assert record.state is WithdrawalState.CANCELLED
    assert record.order_number == order.number.lower()
    assert receipts() == [False]


def test_another_address_gets_its_receipt_and_the_orders_own_is_told(order, now):
    record = from_form(now=now, number=order.number, email="mallory@example.com")
    assert (record.why_people, record.order_id) == (WhyPeople.OTHER_EMAIL, order.id)
    assert receipts() == [True, False]
    page = public_page(order.id)
    assert (page["status"], page["withdrawals"]) == ("received", [])


def test_an_unknown_order_is_kept_and_somebody_looks(now):
    record = from_form(now=now, number="no idea, the blue ones")
    assert (record.why_people, record.order_id) == (WhyPeople.UNKNOWN_ORDER, None)
    assert [one.id for one in waiting(10)] == [record.id]
    assert receipts() == [False]


def test_a_part_in_words_needs_somebody(order, now):
    record = from_form(now=now, number=order.number, words="only the blue ones")
    assert (record.why_people, record.is_whole, record.units) == (WhyPeople.IN_WORDS, False, {})
    assert requests_of(order.id) == ()


def test_nobodys_letter_box_is_filled_from_here(now):
    for n in range(BY_EMAIL):
        from_form(now=now, form=str(n), number=str(n))
    with pytest.raises(TooOftenError) as stopped:
        from_form(now=now, form="more", number="more")
    assert stopped.value.until == now + timedelta(hours=1)
    assert Withdrawal.objects.count() == BY_EMAIL
    # what was sent before is no new one
    assert from_form(now=now, form="0", number="0").person
    from_form(now=now + timedelta(hours=1), form="more", number="more")


def test_nor_many_letter_boxes(now):
    for n in range(BY_ORIGIN):
        from_form(now=now, form=str(n), number=str(n), email=f"{n}@example.com")
    with pytest.raises(TooOftenError):
        from_form(now=now, form="more", number="more", email="more@example.com")
    from_form(now=now, form="more", number="more", email="more@example.com", origin="192.0.2.9")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Withdrawal.objects.update(order_number="BS-1"),
        lambda: Withdrawal.objects.all()._raw_delete("default"),
        lambda: WithdrawalStep.objects.update(step="settled"),
        lambda: WithdrawalStep.objects.all().delete(),
        lambda: Declaration.objects.update(name="Mallory"),
        lambda: Declaration.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_it(order, now, change):
    packed_parcel(order, now=now)
    record = from_link(order, now=now)
    with pytest.raises(DatabaseError, match="stays as it was declared"), transaction.atomic():
        change()
    assert Declaration.objects.get().name == "Ada Winter"
    assert WithdrawalStep.objects.get().withdrawal_id == record.id


def test_what_it_says_of_a_person_goes_when_the_law_lets_it(order, now):
    long_ago = now.replace(year=2010)
    old = from_form(now=long_ago, form="old", number="BS-OLD")
    new = from_form(now=now, form="new", number="BS-NEW")
    assert Declaration.objects.get(withdrawal_id=new.id).keep_until == date(2034, 12, 31)
    ada = Person(user_id=uuid.uuid4(), emails=frozenset({"ada@example.com"}), order_ids=())
    assert [row["order"] for row in export_of(ada)] == ["BS-OLD", "BS-NEW"]
    erase_of(ada)
    assert [row["order"] for row in export_of(ada)] == ["BS-NEW"]
    assert Withdrawal.objects.filter(pk=old.id).exists()
    from_form(now=long_ago, form="older", number="BS-OLDER")
    assert forget_declarations(now.date()) == 1
    assert forget_declarations(now.date()) == 0


def test_the_fingerprint_outlives_the_words(order, now):
    record = from_link(order, now=now)
    row = Withdrawal.objects.get(pk=record.id)
    # Digits alone, no word of anybody's: to look for a name would find "ada" among them by chance now and then.
    assert re.fullmatch("[0-9a-f]{64}", row.fingerprint)
