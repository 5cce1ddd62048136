"""Another pair for one that comes back: kept at once, sent once, let go where it is not to be sent."""

from datetime import timedelta

import pytest

from severshop.domain.inventory.actions import ship
from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import OrderLine, Replacement
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.returns.models import Exchange, Inspection, Return, ReturnLine
from severshop.domain.returns.queries import return_by_id
from severshop.domain.returns.rules import Chosen
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.announce_return import Announcement, announce_return, cancel_return
from severshop.usecases.aftercare.exchange import (
    NotExchangedError,
    UnknownExchangeError,
    follow_exchange_locked,
    let_go_overdue,
    take_money_instead,
)
from severshop.usecases.aftercare.label_return import label_return
from severshop.usecases.notifying.registry import WRITERS
from severshop.usecases.reading.exchangeable import pairs_by_line
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.returning import ExchangeEnd, ReturnReason, Wants, WhyNotExchanged
from tests.factories import public_page
from tests.returning import arrived_order, carrier, sold_here
from tests.usecases.notifying.test_refund_letters import mail, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(settings, now):
    """Three of one shoe, 129.00 each, paid here and arrived; one of each other size and colour is left."""
    order = arrived_order(now=now, quantities=(3,))
    sold_here(order, settings=settings, now=now, left=1)
    return order


def announce(order, sku="STR-RUST-43", *, now, quantity=1, form="form"):
    chosen = Chosen(quantity, ReturnReason.TOO_SMALL, wants=Wants.EXCHANGE, exchange_sku=sku)
    return announce_return(Announcement(order_id=order.id, lines={1: chosen}, form=form), now=now)


def inspect(record, *, accepted=0, refused=0, now):
    """What the desk writes down of a return's one line."""
    line = ReturnLine.objects.get(case_id=record.id)
    for units, verdict, grade in ((accepted, "accepted", "shelf"), (refused, "refused", "sent_back")):
        if units:
            Inspection.objects.create(
                line=line,
                quantity=units,
                condition="tried_on" if verdict == "accepted" else "not_ours",
                grade=grade,
                verdict=verdict,
                finding="" if verdict == "accepted" else "not_ours",
                inspected_at=now,
                submit_key=verdict,
            )


def kept(sku="STR-RUST-43"):
    return Stock.objects.get(pk=sku).reserved


def test_what_can_be_had_instead_is_offered_by_colour(order, now):
    Stock.objects.filter(pk="STR-RUST-43").update(on_hand=0)
    rust, sand, gold = pairs_by_line(order.id)[1]
    assert [(one.size.sku, one.is_same, one.why) for one in rust] == [
        ("STR-RUST-42", True, None),
        ("STR-RUST-43", False, WhyNotExchanged.SOLD_OUT),
    ]
    assert [(one.back_minor, one.why) for one in sand] == [(1_000, None)]
    assert [(one.back_minor, one.why) for one in gold] == [(0, WhyNotExchanged.COSTS_MORE)]


def test_the_pair_is_kept_from_the_announcement_on_and_goes_out_once(order, now):
    record = announce(order, now=now)
    assert announce(order, now=now).id == record.id
    assert kept() == 1
    assert pairs_by_line(order.id)[1][0][1].why is WhyNotExchanged.SOLD_OUT
    assert follow_exchange_locked(record.id, by=None, now=now) is None, "nothing was accepted yet"
    inspect(record, accepted=1, now=now)
    new_id = follow_exchange_locked(record.id, by=None, now=now)
    assert follow_exchange_locked(record.id, by=None, now=now) is None
    (line,) = OrderLine.objects.filter(order_id=new_id)
    assert (line.sku, line.variant, line.quantity, line.unit_minor) == ("STR-RUST-43", "Rust, EU 43", 1, 0)
    (made,) = Replacement.objects.all()
    assert (made.order_id, made.original_id, made.because) == (new_id, order.id, "exchange")
    assert kept() == 1
    ship({new_id: {"STR-RUST-43": 1}}, now=now)
    assert (kept(), Stock.objects.get(pk="STR-RUST-43").on_hand) == (0, 0)
    row = Exchange.objects.get()
    assert (row.sent, row.end) == (1, ExchangeEnd.SENT)
    assert refunds_of(order.id) == ()
    assert public_page(new_id)["status"] == "received"


def test_the_page_of_the_order_tells_of_it_to_its_end(order, now):
    record = announce(order, now=now)
    (shown,) = public_page(order.id)["returns"]
    (item,) = shown["items"]
    assert item["exchange"] == {
        "name": "Strada Runner",
        "variant": "Rust, EU 43",
        "silhouette": "runner",
        "tint": "#b4552d",
        "state": "kept",
    }
    assert shown["exchange_orders"] == []
    inspect(record, accepted=1, now=now)
    refresh_status([order.id], now=now)
    (shown,) = public_page(order.id)["returns"]
    assert (shown["state"], shown["next"]) == ("inspected", {"code": "exchange", "by": None})
    new_id = follow_exchange_locked(record.id, by=None, now=now)
    refresh_status([order.id], now=now)
    (shown,) = public_page(order.id)["returns"]
    (sent,) = shown["exchange_orders"]
    assert (shown["state"], shown["next"], shown["items"][0]["exchange"]["state"]) == ("exchanged", None, "sent")
    assert (sent["number"], sent["status"]) == (public_page(new_id)["number"], "received")
    assert [step["state"] for step in shown["steps"]] == ["announced", "inspected", "exchanged"]


def test_a_dearer_one_is_not_given_nor_what_is_gone_or_of_another_shoe(order, now):
    announce(order, now=now)
    cases = {
        "STR-GOLD-42": WhyNotExchanged.COSTS_MORE,
        "STR-RUST-43": WhyNotExchanged.SOLD_OUT,
        "BOOT-42": WhyNotExchanged.NOT_OFFERED,
    }
    for sku, why in cases.items():
        with pytest.raises(NotExchangedError) as refused:
            announce(order, sku, now=now, form=sku)
        assert (refused.value.line, refused.value.sku, refused.value.why) == (1, sku, why)
    with pytest.raises(NotExchangedError) as refused:
        announce(order, "STR-SAND-42", quantity=2, now=now, form="two")
    assert refused.value.why is WhyNotExchanged.SOLD_OUT
    assert Return.objects.count() == 1
    assert kept("STR-SAND-42") == 0


def test_the_difference_to_a_cheaper_one_goes_back_when_it_is_sent(order, now):
    record = announce(order, "STR-SAND-42", now=now)
    assert refunds_of(order.id) == ()
    inspect(record, accepted=1, now=now)
    for _again in range(2):
        follow_exchange_locked(record.id, by=None, now=now)
    (refund,) = refunds_of(order.id)
    (part,) = refund.parts
    assert (refund.amount_minor, refund.why, part.line, part.tax_minor) == (1_000, "return", 1, 200)


def test_a_trusted_shopper_gets_it_before_it_was_looked_at(order, now):
    record = announce(order, now=now)
    assert follow_exchange_locked(record.id, by=None, now=now, trusted=True)
    inspect(record, accepted=1, now=now)
    assert follow_exchange_locked(record.id, by=None, now=now) is None
    assert Replacement.objects.count() == 1


@pytest.mark.parametrize("way", ["called off", "refused", "money"])
def test_it_is_let_go_where_it_is_not_sent(order, now, way):
    record = announce(order, now=now)
    if way == "called off":
        cancel_return(order.id, position=1, now=now)
        cancel_return(order.id, position=1, now=now)
    elif way == "refused":
        inspect(record, refused=1, now=now)
        assert follow_exchange_locked(record.id, by=None, now=now) is None
    else:
        take_money_instead(order.id, position=1, now=now)
        take_money_instead(order.id, position=1, now=now)
    assert kept() == 0
    (line,) = return_by_id(record.id).lines
    expected = {"called off": ExchangeEnd.CALLED_OFF, "refused": ExchangeEnd.REFUSED, "money": ExchangeEnd.CHANGED_MIND}
    assert line.exchange.end is expected[way]
    assert line.wants is (Wants.REFUND if way == "money" else Wants.EXCHANGE)
    assert Replacement.objects.count() == 0
    with pytest.raises(UnknownExchangeError):
        take_money_instead(order.id, position=9, now=now)


def test_of_two_one_is_refused_and_its_pair_let_go(order, now):
    Stock.objects.filter(pk="STR-RUST-43").update(on_hand=2)
    record = announce(order, quantity=2, now=now)
    assert kept() == 2
    inspect(record, accepted=1, refused=1, now=now)
    new_id = follow_exchange_locked(record.id, by=None, now=now)
    assert OrderLine.objects.get(order_id=new_id).quantity == 1
    assert kept() == 1
    (line,) = return_by_id(record.id).lines
    assert (line.exchange.end, line.accepted_for_money) == (ExchangeEnd.SENT, 0)


def test_accepted_after_all_it_is_sent_if_it_is_there_and_money_if_not(order, now):
    for form, is_there in (("there", True), ("gone", False)):
        record = announce(order, now=now, form=form)
        inspect(record, refused=1, now=now)
        follow_exchange_locked(record.id, by=None, now=now)
        Inspection.objects.filter(line__case=record.id).delete()
        inspect(record, accepted=1, now=now)
        if not is_there:
            Stock.objects.filter(pk="STR-RUST-43").update(on_hand=1)
        assert bool(follow_exchange_locked(record.id, by=None, now=now)) is is_there
        (line,) = return_by_id(record.id).lines
        wanted = (Wants.EXCHANGE, 0) if is_there else (Wants.REFUND, 1)
        assert (line.wants, line.accepted_for_money) == wanted
        Stock.objects.filter(pk="STR-RUST-43").update(on_hand=2)


def test_what_is_never_handed_in_goes_back_on_the_shelf_with_a_letter(order, now):
    record = announce(order, now=now)
    assert let_go_overdue(now=now + timedelta(days=27)) == 0
    assert kept() == 1
    late = now + timedelta(days=29)
    assert let_go_overdue(now=late) == 1
    assert let_go_overdue(now=late) == 0
    assert kept() == 0
    assert return_by_id(record.id).lines[0].wants is Wants.REFUND
    (letter,) = OutboxEntry.objects.filter(payload__kind="exchange_let_go")
    assert letter.order_id == order.id


def test_money_and_stock_balance_where_the_order_was_paid_elsewhere(order, now):
    from severshop.domain.payments.models import Payment

    Payment.objects.filter(order_id=order.id).delete()
    assert pairs_by_line(order.id)[1][1][0].why is WhyNotExchanged.PAID_ELSEWHERE
    record = announce(order, now=now)
    inspect(record, accepted=1, now=now)
    assert follow_exchange_locked(record.id, by=None, now=now)
    assert order_balance(order.id).paid == 0


def test_the_letter_names_the_pair_and_the_day(order, now):
    announce(order, now=now)
    let_go_overdue(now=now + timedelta(days=29))
    row = OutboxEntry.objects.get(payload__kind="exchange_let_go")
    entry = Entry(
        id=row.pk,
        topic=row.topic,
        key=row.key,
        order_id=order.id,
        payload=row.payload,
        created_at=now,
        attempts=0,
    )
    mail = WRITERS["exchange_let_go"](entry, now)
    assert mail.to == "ada@example.com"
    text = mail.letter.text
    assert "1 × Strada Runner, Rust, EU 43" in text
    assert "8 December" in text


def test_the_letters_of_the_return_speak_of_the_pair_and_of_no_money(order, settings, now):
    record = announce(order, now=now)
    with carrier(settings):
        label_return(record.id, now=now)
    refresh_status([order.id], now=now)
    text = said(mail("return_announced", now=now))
    assert "In exchange: 1 × Strada Runner, Rust, EU 43" in text
    assert "the other pair leaves" in text
    assert "money" not in text
