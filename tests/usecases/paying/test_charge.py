"""A dearer change: never made without its payment, never paid without the change; at the real sandbox gateway."""

from datetime import timedelta

import pytest

from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.edits import edits_of
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.orders.pending import newest_pending
from severshop.domain.payments.books import charge_balances, order_balance, refunds_of
from severshop.domain.payments.models import Payment
from severshop.domain.promises.facts import promised
from severshop.domain.shipping.actions import load_shipping
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare import pay_change
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.aftercare.change_order import NewDelivery, NewSize, NotChangedError, OutdatedError, change_order
from severshop.usecases.aftercare.pay_change import pay_for_change
from severshop.usecases.aftercare.settle_charges import settle_charge, settle_charges
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.paying.charge import (
    ActionNeeded,
    Declined,
    NotBesideError,
    Paid,
    Unclear,
    UnknownMethodError,
)
from severshop.usecases.paying.settle_refunds import settle_refund
from severshop.usecases.reading.changing import plan_for
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.changing import PendingState, WhyNotChanged

GOLD = NewSize(position=1, sku="STR-GOLD-42")
"""20.00 more."""
EXPRESS = NewDelivery(option="express")
SOON, LATER, MUCH_LATER = timedelta(seconds=15), timedelta(seconds=61), timedelta(minutes=31)


@pytest.fixture
def order(paid, settings, now):
    """One shoe of 129.00 and 4.90 delivery, paid at the gateway and kept on the shelf."""
    settings.OTHER_SIZES = "tests.usecases.aftercare.test_change_order.tell_sizes"
    load_shipping()
    for sku in ("STR-RUST-42", "STR-GOLD-42", "STR-SAND-42"):
        set_stock(sku, on_hand=2)
    order = paid()
    reserve(order.id, {"STR-RUST-42": 1}, now=now)
    return order


def change(order, wished=GOLD, *, now, form="form", method="card_ok", seal=None):
    shown = seal or plan_for(order.id, wished, now=now).seal
    return pay_for_change(order.id, wished, seal=shown, form=form, method=method, by=None, now=now)


def kept():
    return dict(Stock.objects.filter(reserved__gt=0).values_list("sku", "reserved"))


def charged(gateway, order):
    """Return what the gateway took for the order beside what it was placed for, as (state, amount)."""
    return [(one["state"], one["amount_minor"]) for one in gateway.charges(order.id)][:-1]


def state_of(order):
    pending = newest_pending(order.id)
    return pending and pending.state


def the_payment(order):
    return Payment.objects.exclude(cause="").get(order_id=order.id)


def letters(order, kind):
    return OutboxEntry.objects.filter(order_id=order.id, payload__kind=kind).count()


def test_paid_and_made_in_one(order, gateway, now):
    assert change(order, now=now) == Paid()
    order.refresh_from_db()
    assert OrderLine.objects.get(order=order).sku == "STR-GOLD-42"
    assert (order.total_minor, kept(), charged(gateway, order)) == (15_390, {"STR-GOLD-42": 1}, [("succeeded", 2_000)])
    (edit,) = edits_of(order.id)
    assert (edit.paid_minor, edit.back_minor) == (2_000, 0)
    assert (order_balance(order.id).left, state_of(order)) == (order.total_minor, PendingState.MADE)
    assert (letters(order, "order_changed"), refunds_of(order.id)) == (1, ())
    # once more, from the same page
    assert change(order, now=now, seal="whatever") == Paid()
    assert (len(edits_of(order.id)), len(charged(gateway, order))) == (1, 1)


def test_what_was_paid_in_two_charges_goes_back_to_both(order, gateway, now):
    change(order, now=now)
    ask_to_cancel(Wish(order_id=order.id, units={1: 1}, reason=CancelReason.NOT_SAID, form="c"), now=now)
    refunds = refunds_of(order.id)
    assert sorted(refund.amount_minor for refund in refunds) == [2_000, 13_390]
    assert len({refund.charge for refund in refunds}) == 2
    assert sum(refund.tax_minor for refund in refunds) == Order.objects.get(pk=order.pk).tax_minor
    for refund in refunds:
        settle_refund(refund.id, now=now)
    assert all(balance.left == 0 == balance.on_its_way for balance in charge_balances(order.id).values())
    assert letters(order, "cancellation_confirmed") == 1


def test_a_faster_way_is_promised_as_it_was_shown(order, gateway, now):
    plan = plan_for(order.id, EXPRESS, now=now)
    assert change(order, EXPRESS, now=now, method="card_challenge") == ActionNeeded(the_payment(order).action_url)
    assert promised([order.id])[order.id].newest == plan.window
    gateway.decide(the_payment(order).action_url, decision="approve")
    assert settle_charge(the_payment(order).pk, now=now + timedelta(minutes=20)) == Paid()
    order.refresh_from_db()
    assert (order.delivery_option, order.delivery_minor) == ("express", plan.after.delivery_minor)
    assert promised([order.id])[order.id].newest == plan.dates.window
    assert Payment.objects.filter(order_id=order.id, state="succeeded").count() == 2


def test_while_it_is_being_paid_nothing_is_changed_and_the_pair_is_kept(order, gateway, now):
    change(order, now=now, method="card_challenge")
    assert OrderLine.objects.get(order=order).sku == "STR-RUST-42"
    assert kept() == {"STR-RUST-42": 1, "STR-GOLD-42": 1}
    # again, from the same page: the same second step
    assert change(order, now=now, method="card_challenge", seal="x") == ActionNeeded(the_payment(order).action_url)
    assert order_balance(order.id).left == order.total_minor


@pytest.mark.parametrize(("method", "code"), [("card_declined", "insufficient_funds"), ("card_challenge", "cancelled")])
def test_what_is_not_paid_leaves_all_as_it_was(order, gateway, now, method, code):
    outcome = change(order, now=now, method=method)
    if method == "card_challenge":
        assert settle_charges(now=now + timedelta(minutes=29)) == 0
        assert settle_charges(now=now + MUCH_LATER) == 1
        outcome = settle_charge(the_payment(order).pk, now=now + MUCH_LATER)
    assert outcome == Declined(code)
    assert (kept(), edits_of(order.id), state_of(order)) == ({"STR-RUST-42": 1}, (), PendingState.UNPAID)
    assert order_balance(order.id).left == order.total_minor
    # the same page again says the same, another one pays
    assert change(order, now=now, method=method, seal="x") == Declined(code)
    assert change(order, now=now, form="another") == Paid()
    assert kept() == {"STR-GOLD-42": 1}


def begin_picking(order, now):
    start_picking(order.id, by=None, now=now)


def cancel_it(order, now):
    ask_to_cancel(Wish(order_id=order.id, units={1: 1}, reason=CancelReason.NOT_SAID, form="c"), now=now)


def take_another(order, now):
    sand = NewSize(position=1, sku="STR-SAND-42")
    seal = plan_for(order.id, sand, now=now).seal
    change_order(order.id, sand, seal=seal, form="sand", by=None, now=now)


@pytest.mark.parametrize(
    ("meanwhile", "why", "left", "still_kept"),
    [
        (begin_picking, WhyNotChanged.BEGUN, 13_390, {"STR-RUST-42": 1}),
        (cancel_it, WhyNotChanged.BEGUN, 0, {}),
        (take_another, WhyNotChanged.OVERTAKEN, 12_390, {"STR-SAND-42": 1}),
    ],
)
def test_paid_too_late_all_of_it_goes_back(order, gateway, now, meanwhile, why, left, still_kept):
    change(order, now=now, method="card_challenge")
    payment = the_payment(order)
    meanwhile(order, now)
    edits = edits_of(order.id)
    gateway.decide(payment.action_url, decision="approve")
    assert settle_charge(payment.pk, now=now) == Paid()
    assert settle_charge(payment.pk, now=now) == Paid()
    pending = newest_pending(order.id)
    assert (pending.state, pending.why, edits_of(order.id)) == (PendingState.TOO_LATE, why, edits)
    (back,) = [refund for refund in refunds_of(order.id) if refund.cause == pending.cause]
    assert (back.charge, back.amount_minor) == (payment.pk, 2_000)
    assert (order_balance(order.id).left, kept(), letters(order, "change_too_late")) == (left, still_kept, 1)
    assert all(one.released_at for one in Reservation.objects.filter(order_id=pending.id))


@pytest.mark.parametrize("fault", ["lose_request", "lose_answer", "error", "nonsense"])
def test_whatever_breaks_on_the_line_it_ends_in_one_charge_or_in_none(order, gateway, now, fault):
    gateway.line.faults.append(fault)
    assert change(order, now=now) == Unclear()
    assert (kept(), edits_of(order.id)) == ({"STR-RUST-42": 1, "STR-GOLD-42": 1}, ())
    settle_charges(now=now + LATER)
    if fault == "lose_answer":
        assert (charged(gateway, order), state_of(order)) == ([("succeeded", 2_000)], PendingState.MADE)
    else:
        assert state_of(order) is PendingState.UNPAID
        assert not [one for one in charged(gateway, order) if one[0] == "succeeded"]
    assert len(kept()) == 1
    assert order_balance(order.id).left == Order.objects.get(pk=order.pk).total_minor


def die(*_arguments, **_named):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "name", "is_charged"),
    [(pay_change, "pay", False), (pay_change, "make_change", True), (pay_change, "end_pending", True)],
)
def test_whoever_dies_in_between_leaves_nothing_undone(order, gateway, now, monkeypatch, place, name, is_charged):
    with monkeypatch.context() as patched:
        patched.setattr(place, name, die)
        with pytest.raises(KeyboardInterrupt):
            change(order, now=now)
    assert edits_of(order.id) == ()
    assert settle_charges(now=now + SOON) == is_charged
    assert settle_charges(now=now + LATER) == (not is_charged)
    assert state_of(order) is (PendingState.MADE if is_charged else PendingState.UNPAID)
    assert len(edits_of(order.id)) == is_charged
    assert kept() == ({"STR-GOLD-42": 1} if is_charged else {"STR-RUST-42": 1})


def test_another_wish_calls_off_what_nobody_finished(order, gateway, now):
    change(order, now=now, method="card_challenge")
    assert change(order, EXPRESS, now=now, form="b") == Paid()
    assert sorted(state for state, _ in charged(gateway, order)) == ["cancelled", "succeeded"]
    assert (kept(), [edit.kind for edit in edits_of(order.id)]) == ({"STR-RUST-42": 1}, ["delivery"])


def test_another_wish_is_looked_at_again_where_the_first_was_paid_after_all(order, gateway, now):
    change(order, now=now, method="card_challenge")
    seal = plan_for(order.id, EXPRESS, now=now).seal
    gateway.decide(the_payment(order).action_url, decision="approve")
    with pytest.raises(OutdatedError):
        change(order, EXPRESS, now=now, form="b", seal=seal)
    assert OrderLine.objects.get(order=order).sku == "STR-GOLD-42"


def test_several_changes_each_with_a_charge(order, gateway, now):
    change(order, now=now)
    change(order, EXPRESS, now=now, form="b")
    order.refresh_from_db()
    assert len(charged(gateway, order)) == 2
    assert order_balance(order.id).paid == order_balance(order.id).left == order.total_minor


def test_what_is_refused_before_anything_is_asked(order, gateway, now):
    with pytest.raises(OutdatedError):
        change(order, now=now, seal="of another day")
    with pytest.raises(OutdatedError):
        change(order, NewSize(position=1, sku="STR-SAND-42"), now=now)
    with pytest.raises(UnknownMethodError):
        change(order, now=now, method="promises")
    seal = plan_for(order.id, GOLD, now=now).seal
    set_stock("STR-GOLD-42", on_hand=0)
    with pytest.raises(NotChangedError) as sold_out:
        change(order, now=now, seal=seal)
    assert sold_out.value.why is WhyNotChanged.SOLD_OUT
    assert (charged(gateway, order), kept(), state_of(order)) == ([], {"STR-RUST-42": 1}, None)


def test_without_paying_it_is_not_made(order, gateway, now):
    seal = plan_for(order.id, GOLD, now=now).seal
    with pytest.raises(NotChangedError) as refused:
        change_order(order.id, GOLD, seal=seal, form="f", by=None, now=now)
    assert (refused.value.why, kept()) == (WhyNotChanged.COSTS_MORE, {"STR-RUST-42": 1})


def test_the_payment_of_the_order_itself_is_not_settled_here(order, gateway, now):
    with pytest.raises(NotBesideError):
        settle_charge(Payment.objects.get(order_id=order.id).pk, now=now)
    with pytest.raises(NotBesideError):
        settle_charge(order.id, now=now)
