"""Changed as it was shown, wholly or not at all, and never after the warehouse has begun."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.edits import edits_of
from severshop.domain.orders.invoices import issue_invoice
from severshop.domain.orders.models import Address, LinkToken, Order, OrderEdit, OrderLine
from severshop.domain.orders.personal import make_nobodys
from severshop.domain.payments.books import order_balance, refunds_of
from severshop.domain.payments.models import Payment
from severshop.domain.promises.facts import promised
from severshop.domain.promises.models import Promise
from severshop.domain.shipping.actions import load_shipping
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.aftercare.change_order import (
    NewContact,
    NewDelivery,
    NewSize,
    NotChangedError,
    NothingChangedError,
    OutdatedError,
    change_order,
)
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.reading import other_sizes as port
from severshop.usecases.reading.order_papers import invoice
from severshop.usecases.reading.planned_change import plan_change, present_of
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.changing import ChangeKind, WhyNotChanged
from severshop.vocabulary.refunds import PartKind, Why
from tests.factories import DENMARK, placed_order, public_page

pytestmark = pytest.mark.django_db
ODENSE = replace(DENMARK, street="Vestergade 1", city="Odense", postal_code="5000")


def made(sku, *, price=12_900, colour="Rust"):
    size = f"EU {sku[-2:]}"
    return port.OtherSize(
        sku, "Strada Runner", f"{colour}, {size}", colour, size, "runner", "#b4552d", price, 820, "640411", "VN"
    )


SOLD = (made("STR-RUST-42"), made("STR-RUST-43"), made("STR-SAND-42", price=11_900, colour="Sand"))
SOLD = (*SOLD, made("STR-GOLD-42", price=14_900, colour="Gold"))


def tell_sizes(sku, language):
    assert language == "en"
    return SOLD if sku in {one.sku for one in SOLD} else ()


@pytest.fixture(autouse=True)
def _shop(settings, db):
    settings.OTHER_SIZES = f"{__name__}.tell_sizes"
    load_shipping()
    for one in SOLD:
        set_stock(one.sku, on_hand=5)


@pytest.fixture
def order(now):
    """Two of one shoe, 129.00 each, 4.90 delivery; paid, and kept on the shelf."""
    order = placed_order(now=now, quantities=(2,))
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    reserve(order.id, {"STR-RUST-42": 2}, now=now)
    return order


def change(order, wished, *, now, form="form", seal=None):
    shown = seal or plan_change(wished, present=present_of(order.id, now=now), now=now).seal
    return change_order(order.id, wished, seal=shown, form=form, by=None, now=now)


def kept():
    return dict(Stock.objects.filter(reserved__gt=0).values_list("sku", "reserved"))


def letters(order):
    mails = OutboxEntry.objects.filter(order_id=order.id, payload__kind="order_changed")
    return sorted(mails.values_list("payload__to", flat=True))


def test_another_size_for_the_same_price(order, now):
    edit = change(order, NewSize(position=1, sku="STR-RUST-43"), now=now)
    line = OrderLine.objects.get(order=order)
    assert (line.sku, line.variant, line.quantity, line.unit_minor) == ("STR-RUST-43", "Rust, EU 43", 2, 12_900)
    assert kept() == {"STR-RUST-43": 2}
    assert (edit.kind, edit.back_minor, edit.promise_version) == (ChangeKind.SIZE, 0, None)
    assert (edit.was["sku"], edit.becomes["sku"]) == ("STR-RUST-42", "STR-RUST-43")
    assert public_page(order.id)["items"][0]["variant"] == "Rust, EU 43"
    assert refunds_of(order.id) == ()
    assert letters(order) == ["now"]


def test_there_and_back_again_and_the_stock_is_as_it_was(order, now):
    change(order, NewSize(position=1, sku="STR-RUST-43"), now=now)
    change(order, NewSize(position=1, sku="STR-RUST-42"), now=now, form="b")
    change(order, NewSize(position=1, sku="STR-RUST-43"), now=now, form="c")
    assert kept() == {"STR-RUST-43": 2}
    assert sum(row.still_kept for row in Reservation.objects.filter(order_id=order.id)) == 2
    assert [edit.was["sku"][-2:] for edit in edits_of(order.id)] == ["42", "43", "42"]


def test_another_colour_that_costs_less_pays_the_difference_back_once(order, now):
    edit = change(order, NewSize(position=1, sku="STR-SAND-42"), now=now)
    again = change(order, NewSize(position=1, sku="STR-SAND-42"), now=now)
    assert again.id == edit.id
    order.refresh_from_db()
    (refund,) = refunds_of(order.id)
    assert (refund.amount_minor, refund.why, refund.cause) == (2_000, Why.CHANGE, f"edit:{edit.id}")
    assert [(part.kind, part.line, part.amount_minor) for part in refund.parts] == [(PartKind.GOODS, 1, 2_000)]
    assert (order.items_minor, order.delivery_minor, order.total_minor) == (23_800, 490, 24_290)
    assert order_balance(order.id).left == order.total_minor
    ask_to_cancel(Wish(order_id=order.id, units={1: 2}, reason=CancelReason.NOT_SAID, form="c"), now=now)
    assert order_balance(order.id).left == 0
    assert kept() == {}


@pytest.mark.parametrize(
    ("wished", "why"),
    [
        (NewSize(position=1, sku="STR-GOLD-42"), WhyNotChanged.COSTS_MORE),
        (NewSize(position=1, sku="OTHER-42"), WhyNotChanged.NOT_OFFERED),
        (NewSize(position=2, sku="STR-RUST-43"), WhyNotChanged.NOT_OFFERED),
        (NewDelivery(option="express"), WhyNotChanged.COSTS_MORE),
        (NewDelivery(option="balloon"), WhyNotChanged.NOT_OFFERED),
        (replace(ODENSE, country="DE"), WhyNotChanged.OTHER_COUNTRY),
    ],
)
def test_what_is_not_changed_leaves_all_as_it_was(order, now, wished, why):
    with pytest.raises(NotChangedError) as refused:
        change(order, wished, now=now)
    assert refused.value.why is why
    assert (edits_of(order.id), letters(order), kept()) == ((), [], {"STR-RUST-42": 2})
    assert Address.objects.get(pk=order.pk).country == "DK"


def test_the_last_pair_that_is_gone_is_not_promised(order, now):
    set_stock("STR-RUST-43", on_hand=1)
    with pytest.raises(NotChangedError) as refused:
        change(order, NewSize(position=1, sku="STR-RUST-43"), now=now)
    assert refused.value.why is WhyNotChanged.SOLD_OUT
    assert kept() == {"STR-RUST-42": 2}


def test_without_a_shop_there_are_no_sizes(order, now, settings):
    settings.OTHER_SIZES = ""
    with pytest.raises(NotChangedError) as refused:
        change(order, NewSize(position=1, sku="STR-RUST-43"), now=now)
    assert refused.value.why is WhyNotChanged.NOT_OFFERED


def test_another_address_in_the_same_country(order, now):
    edit = change(order, ODENSE, now=now)
    where = Address.objects.get(pk=order.pk)
    assert (where.street, where.city, where.postal_code) == ("Vestergade 1", "Odense", "5000")
    assert public_page(order.id)["destination"]["city"] == "Odense"
    assert edit.was["street"] == "Nyhavn 17"
    assert edit.promise_version is None
    assert Promise.objects.filter(order=order).count() == 1


def test_a_cheaper_way_is_promised_anew_and_pays_back(order, now):
    Order.objects.filter(pk=order.pk).update(
        delivery_option="express", delivery_minor=1_290, total_minor=order.items_minor + 1_290
    )
    Payment.objects.filter(order_id=order.pk).update(amount_minor=order.items_minor + 1_290)
    edit = change(order, NewDelivery(option="standard"), now=now)
    order.refresh_from_db()
    assert order.delivery_option == "standard"
    assert edit.back_minor == 1_290 - order.delivery_minor > 0
    assert edit.promise_version == 2
    newest = promised([order.id])[order.id]
    assert newest.first == newest.newest
    assert newest.version == 2
    page = public_page(order.id)
    assert (page["delivery_option"], page["arrival"]["revised"]) == ("standard", False)
    assert page["promised"]["latest"] == newest.newest.latest.isoformat()


def test_another_address_of_mail_ends_the_link_and_tells_both(order, now):
    edit = change(order, NewContact(email="new@example.com", phone="+45 1234567"), now=now)
    order.refresh_from_db()
    assert (order.email, order.email_version, order.link_generation) == ("new@example.com", 2, 2)
    assert LinkToken.objects.filter(order=order, revoked_at=None).count() == 1
    assert letters(order) == ["before", "now"]
    assert edit.was == {"email": "ada@example.com", "phone": ""}
    with pytest.raises(ValidationError):
        change(order, NewContact(email="none"), now=now, form="b")
    change(order, NewContact(email="new@example.com"), now=now, form="c")
    order.refresh_from_db()
    assert (order.email_version, Address.objects.get(pk=order.pk).phone) == (2, "")
    for version in (3, 4):
        change(order, NewContact(email=f"{version}@example.com"), now=now, form=f"d{version}")
    with pytest.raises(NotChangedError) as refused:
        change(order, NewContact(email="fifth@example.com"), now=now, form="e")
    assert refused.value.why is WhyNotChanged.TOO_OFTEN


def test_nothing_changed_and_what_was_shown_is_what_is_done(order, now):
    with pytest.raises(NothingChangedError):
        change(order, DENMARK, now=now)
    with pytest.raises(OutdatedError):
        change(order, ODENSE, now=now, seal="of another time")
    assert edits_of(order.id) == ()


@pytest.mark.parametrize("wished", [ODENSE, NewSize(position=1, sku="STR-RUST-43"), NewContact(email="a@b.example")])
def test_not_once_the_warehouse_has_begun(order, now, wished):
    start_picking(order.id, by=None, now=now)
    with pytest.raises(NotChangedError) as refused:
        change(order, wished, now=now)
    assert refused.value.why is WhyNotChanged.BEGUN


def test_an_invoice_stays_true(order, now):
    issue_invoice(order.id, time_zone=shop_zone(), now=now)
    before = invoice(order.id, language="en", now=now)
    later = now.replace(hour=now.hour + 1)
    change(order, ODENSE, now=later)
    assert invoice(order.id, language="en", now=later) == before
    with pytest.raises(NotChangedError) as refused:
        change(order, NewSize(position=1, sku="STR-RUST-43"), now=later, form="b")
    assert refused.value.why is WhyNotChanged.INVOICED


def test_who_is_forgotten_is_forgotten_here_too(order, now):
    change(order, ODENSE, now=now)
    make_nobodys([order.id], now=now)
    assert list(OrderEdit.objects.values_list("was", "becomes")) == [({}, {})]
