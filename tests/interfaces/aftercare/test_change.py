"""The pages that change an order: behind the code, shown before it is done, and only while the warehouse waits."""

import re

import pytest
from django.test import Client

from severshop.domain.inventory.actions import reserve, set_stock
from severshop.domain.orders.edits import edits_of
from severshop.domain.orders.models import Address, Order, OrderLine
from severshop.domain.payments.models import Payment
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.notifying.deliver_outbox import write_mail
from tests.factories import placed_order
from tests.interfaces.aftercare.test_acting import prove
from tests.usecases.aftercare.test_change_order import SOLD

pytestmark = pytest.mark.django_db
ODENSE = {"name": "Ada Winter", "street": "Vestergade 1", "postal_code": "5000", "city": "Odense", "country": "DK"}


@pytest.fixture(autouse=True)
def _shop(monkeypatch, settings, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    settings.OTHER_SIZES = "tests.usecases.aftercare.test_change_order.tell_sizes"
    load_shipping()
    for one in SOLD:
        set_stock(one.sku, on_hand=5)


@pytest.fixture
def order(now):
    order = placed_order(now=now)
    Payment.objects.create(
        order_id=order.id,
        amount_minor=order.total_minor,
        method="card_ok",
        state="succeeded",
        started_at=now,
        card_hint="Visa 4242",
    )
    reserve(order.id, {"STR-RUST-42": 1}, now=now)
    return order


@pytest.fixture
def browser(order):
    return prove(order)


def at(order, page="", generation=1):
    return f"/order/{link_token(order.id, generation=generation)}/change/{page}"


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()))


@pytest.mark.parametrize("page", ["", "address/", "contact/", "delivery/", "size/1/"])
def test_a_stranger_with_the_link_is_led_to_the_code(order, page):
    answer = Client().get(at(order, page))
    assert (answer.status_code, "/code/?next=" in answer["Location"]) == (303, True)
    if page:
        answer = Client().post(at(order, page), ODENSE | {"meant": "yes", "sku": "STR-RUST-43", "email": "x@y.example"})
        assert (answer.status_code, "/code/?next=" in answer["Location"]) == (303, True)
    assert edits_of(order.id) == ()


def test_the_size_then_the_address_each_shown_before_it_is_done(browser, order):
    page = text(browser.get(at(order)))
    assert "Until the warehouse begins, you can change it here." in page
    assert "Nyhavn 17" in page
    page = text(browser.get(at(order, "size/1/")))
    assert "EU 42 yours now" in page
    assert "EU 42 +€20.00" in page
    review = browser.post(at(order, "size/1/"), {"sku": "STR-SAND-42"})
    assert "Sand, EU 42" in text(review)
    assert "Goes back to you €10.00 Visa 4242" in text(review)
    assert edits_of(order.id) == ()
    fields = hidden(review)
    answer = browser.post(at(order, "size/1/"), fields)
    assert (answer.status_code, answer["Location"]) == (303, at(order))
    assert OrderLine.objects.get(order=order).sku == "STR-SAND-42"
    assert browser.post(at(order, "size/1/"), fields).status_code == 303
    assert len(edits_of(order.id)) == 1
    page = text(browser.get(at(order)))
    assert "Your order is changed" in page
    assert "€10.00 go back the way that you paid." in page
    review = browser.post(at(order, "address/"), ODENSE)
    assert "Vestergade 1" in text(review)
    assert "as promised" in text(review)
    browser.post(at(order, "address/"), hidden(review))
    assert Address.objects.get(pk=order.pk).city == "Odense"


@pytest.mark.parametrize(
    ("page", "sent", "status", "said"),
    [
        ("address/", ODENSE | {"country": "DE", "postal_code": "50667"}, 422, "cannot move to another country"),
        ("address/", ODENSE | {"postal_code": "x"}, 422, "A postal code there looks like"),
        ("address/", ODENSE | {"street": "Nyhavn 17", "city": "Copenhagen", "postal_code": "1051"}, 422, "already"),
        ("contact/", {"email": "none"}, 422, "Enter a valid email address"),
        ("size/1/", {}, 422, "Please choose one."),
        ("size/1/", {"sku": "x" * 500}, 422, "This is not on offer"),
        ("size/1/", {"sku": "STR-RUST-43", "meant": "yes", "seal": "forged"}, 409, "Something has changed since"),
        ("address/", ODENSE | {"meant": "yes", "form": "y" * 500}, 409, "Something has changed since"),
    ],
)
def test_what_cannot_be_is_said_in_words(browser, order, page, sent, status, said):
    answer = browser.post(at(order, page), sent)
    assert answer.status_code == status
    assert said in text(answer)
    assert edits_of(order.id) == ()


@pytest.mark.parametrize(("page", "sent"), [("size/1/", {"sku": "STR-GOLD-42"}), ("delivery/", {"option": "express"})])
def test_what_was_not_paid_here_cannot_become_dearer(browser, order, page, sent):
    Payment.objects.all().delete()
    assert "the difference cannot be paid here" in text(browser.get(at(order, page)))
    answer = browser.post(at(order, page), sent)
    assert (answer.status_code, "It would cost more" in text(answer)) == (422, True)


@pytest.mark.parametrize("page", ["size/2/", "size/99999999/"])
def test_no_such_line(browser, order, page):
    assert browser.get(at(order, page)).status_code == 404


def test_without_a_shop_there_is_no_size_to_choose(browser, order, settings):
    settings.OTHER_SIZES = ""
    assert "Size or colour" not in text(browser.get(at(order)))
    assert browser.get(at(order, "size/1/")).status_code == 404


def test_once_the_warehouse_has_begun_the_pages_say_so(browser, order, now):
    review = browser.post(at(order, "address/"), ODENSE)
    start_picking(order.id, by=None, now=now)
    answer = browser.post(at(order, "address/"), hidden(review))
    assert answer.status_code == 409
    assert "The warehouse has begun, so it goes out as it is." in text(answer)
    page = text(browser.get(at(order)))
    assert "It cannot be changed any more" in page
    assert Address.objects.get(pk=order.pk).city == "Copenhagen"


def test_another_e_mail_leads_on_by_the_new_link_and_tells_both(browser, order, now):
    review = browser.post(at(order, "contact/"), {"email": "new@example.com", "phone": "+45 1234567"})
    assert "The link to this order ends." in text(review)
    answer = browser.post(at(order, "contact/"), hidden(review))
    assert answer["Location"] == at(order, generation=2)
    assert "new@example.com" in text(browser.get(answer["Location"]))
    assert browser.get(at(order)).status_code == 404
    mails = [
        write_mail(entry_of(row), now=now)
        for row in OutboxEntry.objects.filter(payload__kind="order_changed").order_by("payload__to")
    ]
    before, after = mails
    assert (before.to, after.to) == (["ada@example.com"], ["new@example.com"])
    assert "new@example.com" not in before.body
    assert link_token(order.id, generation=2) not in before.body
    assert "Before: ada@example.com" in after.body


def entry_of(row):
    return Entry(
        id=row.id,
        topic=row.topic,
        key=row.key,
        order_id=row.order_id,
        payload=row.payload,
        created_at=row.created_at,
        attempts=0,
    )


def test_a_cheaper_way_names_its_days_and_what_goes_back(browser, order):
    Order.objects.filter(pk=order.pk).update(
        delivery_option="express", delivery_minor=1_290, total_minor=order.items_minor + 1_290
    )
    Payment.objects.filter(order_id=order.pk).update(amount_minor=order.items_minor + 1_290)
    review = browser.post(at(order, "delivery/"), {"option": "standard"})
    assert "instead of Thu 26 – Mon 30 November" in text(review)
    assert "Goes back to you" in text(review)
    browser.post(at(order, "delivery/"), hidden(review))
    assert Order.objects.get(pk=order.pk).delivery_option == "standard"
