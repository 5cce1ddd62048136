"""The letters about returns: the label at once, that it has arrived, and what was found where it surprises."""

from datetime import timedelta

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.returns.inspecting import Said
from severshop.domain.returns.models import Return
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.usecases.aftercare.announce_return import cancel_return
from severshop.usecases.aftercare.label_return import label_return
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.returning.complete import complete
from severshop.vocabulary.returning import Finding, ItemCondition, RestockGrade, Verdict
from severshop.vocabulary.roles import Role
from tests.returning import AMERICA, arrived_order, carrier, hear
from tests.usecases.notifying.test_refund_letters import entry, mail, said
from tests.usecases.notifying.test_refund_letters import write_mail as written
from tests.usecases.returning.desk import announced, look_at, received, sold_order

pytestmark = pytest.mark.django_db
WORN = Said(
    1,
    ItemCondition.WORN,
    RestockGrade.SECOND_CHOICE,
    Verdict.ACCEPTED,
    Finding.LOST_VALUE,
    3000,
    "The soles are scuffed.",
)
STRANGE = Said(
    1, ItemCondition.NOT_OURS, RestockGrade.SENT_BACK, Verdict.REFUSED, Finding.NOT_OURS, 0, "Another maker's boots."
)


@pytest.fixture
def somebody(db):
    return make_staff("desk@example.com", name="Sam", password="a-long-one", roles=[Role.RETURNS]).pk


def kinds(order):
    rows = OutboxEntry.objects.filter(order_id=order.id, payload__kind__startswith="return_")
    return sorted(row.payload["kind"] for row in rows)


def test_the_label_comes_as_soon_as_there_is_one_and_once(now, settings):
    order = arrived_order(now=now)
    return_id = announced(order, {1: 2}, now=now)
    assert kinds(order) == []
    with carrier(settings):
        label_return(return_id, now=now)
    refresh_status([order.id], now=now)
    assert kinds(order) == ["return_announced"]
    message = mail("return_announced", now=now)
    assert message.subject == f"Return {order.number}-R1: your label"
    text = said(message)
    for part in ("the way back is paid", "by Tue 8 December", "2 × Strada Runner, Rust, EU 42", "/return/1/"):
        assert part in text


def test_who_pays_the_way_gets_the_slip_at_once(now):
    order = arrived_order(now=now, address=AMERICA)
    announced(order, {1: 1}, now=now)
    message = mail("return_announced", now=now)
    assert message.subject == f"Return {order.number}-R1: your slip"
    assert "with a carrier of your choice" in said(message)


def test_handed_in_nobody_is_told_to_hand_it_in(now, settings):
    order = arrived_order(now=now)
    with carrier(settings):
        label_return(announced(order, {1: 1}, now=now), now=now)
    parcel = Return.objects.get().parcel
    hear(parcel, now=now - timedelta(hours=1), kind="I", code="DP")
    with pytest.raises(DroppedError, match="on its way"):
        mail("return_announced", now=now)


def test_called_off_nobody_is_told_to_send_it(now):
    order = arrived_order(now=now, address=AMERICA)
    announced(order, {1: 1}, now=now)
    cancel_return(order.id, position=1, now=now)
    with pytest.raises(DroppedError, match="called off"):
        mail("return_announced", now=now)


def test_that_it_has_arrived_is_told_by_the_scan_or_the_desk_once(now, somebody):
    order = sold_order(now=now)
    received(order, {1: 1}, by=somebody, now=now)
    assert kinds(order) == ["return_arrived"]
    message = mail("return_arrived", now=now)
    assert message.subject.endswith("it has arrived")
    assert "on its way by Tue 8 December at the latest" in said(message)


def test_what_was_found_is_told_where_it_surprises(now, somebody):
    order = sold_order(now=now)
    return_id = received(order, {1: 2, 2: 1}, by=somebody, now=now)
    for one in (WORN, STRANGE):
        look_at(return_id, said=one, by=somebody, now=now)
    look_at(return_id, position=2, by=somebody, now=now)
    assert "return_found" not in kinds(order)
    complete(return_id, is_last=False, by=somebody, now=now)
    text = said(mail("return_found", now=now))
    for part in (
        "Strada Runner, Rust, EU 42: accepted. €30.00 less is paid back, because it lost value",
        "not accepted. It is not what we sent.",
        "The soles are scuffed.",
        "Another maker's boots.",
    ):
        assert part in text


def test_what_is_as_expected_needs_no_letter(now, somebody):
    order = sold_order(now=now)
    return_id = received(order, {1: 1}, by=somebody, now=now)
    look_at(return_id, by=somebody, now=now)
    complete(return_id, is_last=False, by=somebody, now=now)
    assert kinds(order) == ["return_arrived"]


def test_a_letter_about_nothing_is_given_up(now):
    payload = {"kind": "return_arrived", "return": "00000000-0000-0000-0000-000000000000"}
    with pytest.raises(GiveUpError):
        written(entry(payload, now=now), now=now)


def test_what_was_paid_at_the_first_scan_is_not_promised_again(now, somebody):
    order = sold_order(now=now)
    return_id = received(order, {1: 2}, by=somebody, now=now, came={1: 1})
    look_at(return_id, by=somebody, now=now)
    complete(return_id, is_last=False, by=somebody, now=now)
    text = said(mail("return_arrived", now=now))
    assert "We look at it now. Your money is on its way." in text
    assert "at the latest" not in text
