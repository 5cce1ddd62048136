"""What staff do stands in the audit log, once, with who did it and to what; what was done before does not."""

import uuid
from datetime import date, timedelta

import pytest

from severshop.domain.audit.models import AuditEntry
from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.models import OrderLine
from severshop.domain.payments.models import Chargeback, Payment
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.domain.promises.kept_rows import Kind
from severshop.domain.promises.models import PeakSeason, SpecialDay
from severshop.domain.shipping.actions import NewCarrierRule
from severshop.domain.watch.models import Investigation
from severshop.infra.ids import uuid7
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare import cases
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel, decide
from severshop.usecases.aftercare.write_first import FirstWords, write_first
from severshop.usecases.fulfilling.add_leg import add_leg
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.fulfilling.edit_carriers import add_rule, change_rule, remove_rule
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pack import pack
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.housekeeping.send_again import send_again
from severshop.usecases.investigating.close_investigation import close_investigation, mark_asked
from severshop.usecases.investigating.open_investigation import open_investigation
from severshop.usecases.paying.refund import decide_refund, give_back, try_again
from severshop.usecases.paying.see_chargeback import see_chargeback
from severshop.usecases.promising.change_calendars import add_row, end_season, remove_row
from severshop.usecases.promising.change_sureness import change_sureness
from severshop.usecases.tracking.map_code import map_code
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.roles import Role
from severshop.vocabulary.watching import Outcome
from tests.factories import placed_order, ups_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="a-long-password", roles=[Role.OWNER]).pk


@pytest.fixture
def kim(db):
    return make_staff("kim@shop.example", name="Kim", password="a-long-password", roles=[Role.FINANCE]).pk


@pytest.fixture
def order(now):
    order = placed_order(now=now, quantities=(2, 1))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    return order


def noted():
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def everything_is_of(who, order=None):
    kept = AuditEntry.objects.all()
    return {one.by_id for one in kept} == {who} and (order is None or {one.order_id for one in kept} == {order.id})


def test_the_warehouses_work(order, now, sam):
    start_picking(order.id, by=sam, now=now)
    start_picking(order.id, by=sam, now=now)
    parcel = uuid7()
    items = dict(OrderLine.objects.filter(order=order).values_list("pk", "quantity"))
    for _again in range(2):
        number = ups_number(order, 1)
        pack(order.id, parcel_id=parcel, items=items, carrier="ups", tracking_number=number, by=sam, now=now)
        hand_over([parcel], by=sam, now=now)
    for _again in range(2):
        correct_number(parcel, carrier="ups", tracking_number=ups_number(order, 2), was=Was.WRONG, by=sam, now=now)
        add_leg(parcel, carrier="ups", tracking_number=ups_number(order, 3), by=sam, now=now)
    assert noted() == ["start picking", "pack parcel", "hand over parcel", "correct number", "add number"]
    assert everything_is_of(sam, order)
    assert set(AuditEntry.objects.values_list("about", flat=True)) == {"", f"parcel {parcel}"}


def test_a_rule_that_does_the_warehouses_work_is_nobodys_act(order, now):
    start_picking(order.id, by=None, now=now)
    assert noted() == []


@pytest.mark.parametrize(("granted", "act"), [(True, "grant cancellation"), (False, "refuse cancellation")])
def test_a_request_to_cancel_is_decided_once(order, now, sam, granted, act):
    start_picking(order.id, by=None, now=now)
    wish = Wish(order_id=order.id, units={1: 1}, reason=CancelReason.BY_MISTAKE, form="form")
    request = ask_to_cancel(wish, now=now)
    for _again in range(2):
        decide(request.id, granted=granted, note="Ada's own words", by=sam, now=now)
    assert noted() == [act]
    assert everything_is_of(sam, order)
    assert "Ada" not in str(AuditEntry.objects.values().get())


def test_money_that_goes_back(order, now, sam, kim, settings):
    settings.REFUND_APPROVAL_LIMIT = 1_000
    for _again in range(2):
        much = give_back(order.id, amount_minor=2_000, note="a scratch", form="a", by=sam, now=now)
    decide_refund(much.id, approved=True, by=kim, now=now)
    broken = give_back(order.id, amount_minor=100, note="x", form="b", by=sam, now=now)
    note_told(broken.id, now=now)
    apply_refund_answer(broken.id, RefundAnswer(state=RefundState.FAILED, failure_code="card_closed"), now=now)
    for _again in range(2):
        try_again(broken.id, by=kim, now=now)
    Chargeback.objects.create(
        provider_ref="cb_1",
        payment=Payment.objects.get(),
        order_id=order.id,
        amount_minor=100,
        currency="EUR",
        reason="fraud",
        state="open",
        heard_at=now,
    )
    for _again in range(2):
        see_chargeback("cb_1", by=kim, now=now)
    goodwill = "pay back out of goodwill"
    assert noted() == [goodwill, "approve refund", goodwill, "try refund again", "see chargeback"]
    assert AuditEntry.objects.first().detail == {"amount_minor": 2_000, "currency": "EUR"}
    assert [one.by_id for one in AuditEntry.objects.order_by("id")] == [sam, kim, sam, kim, kim]


def test_talking_and_asking(order, now, sam):
    for _again in range(2):
        case = write_first(FirstWords(order_id=order.id, text="Hello Ada", form="w"), by=sam, now=now)
        cases.answer(case, text="And this", form="a", by=sam, now=now)
        cases.close(case, by=sam, now=now)
    cases.reopen(case, by=sam, now=now)
    assert noted() == ["write first", "answer case", "close case", "reopen case"]
    assert everything_is_of(sam, order)
    assert "Ada" not in str(list(AuditEntry.objects.values()))


def test_a_parcel_gone_astray(order, now, sam):
    parcel = uuid7()
    items = dict(OrderLine.objects.filter(order=order).values_list("pk", "quantity"))
    start_picking(order.id, by=None, now=now)
    pack(order.id, parcel_id=parcel, items=items, carrier="ups", tracking_number=ups_number(order, 1), by=None, now=now)
    hand_over([parcel], by=None, now=now)
    open_investigation(parcel, by=sam, now=now)
    found = Investigation.objects.get().id
    for _again in range(2):
        open_investigation(parcel, by=sam, now=now)
        mark_asked(found, by=sam, now=now)
    for _again in range(2):
        close_investigation(found, outcome=Outcome.FOUND, by=sam, now=now)
    assert noted() == ["open investigation", "ask carrier", "close investigation"]
    assert everything_is_of(sam, order)


def test_the_owners_tables_and_the_machinery(now, sam):
    today = now.date()
    row = add_row(SpecialDay(whose="warehouse", day=date(2026, 12, 1), name="Outing"), by=sam, now=now)
    remove_row(Kind.DAYS, row, today=today, by=sam, now=now)
    season = PeakSeason.objects.create(
        name="Christmas", first_day=today, last_day=today + timedelta(days=9), handling_days=1, changed_at=now
    )
    end_season(season.pk, last_day=today + timedelta(days=3), today=today, by=sam, now=now)
    change_sureness(0.93, by=sam, now=now)
    rule = add_rule(NewCarrierRule(priority=1, carrier="ups", country="DK"), by=sam, now=now)
    change_rule(rule, NewCarrierRule(priority=2, carrier="ups", country="DK"), by=sam, now=now)
    remove_rule(rule, by=sam, now=now)
    for _again in range(2):
        map_code(carrier="ups", code="ZZ", milestone=Milestone.IN_TRANSIT, reason=Reason.NONE, by=sam, now=now)
    entry = OutboxEntry.objects.create(topic="mail", key="k", created_at=now, due_at=now, failed_at=now)
    for _again in range(2):
        send_again(entry.id, by=sam, now=now)
    assert send_again(uuid.uuid4(), by=sam, now=now) is False
    assert noted() == [
        "write calendar",
        "remove calendar",
        "end season",
        "choose sureness",
        "write carrier rule",
        "write carrier rule",
        "remove carrier rule",
        "map code",
        "try message again",
    ]
    assert everything_is_of(sam)
