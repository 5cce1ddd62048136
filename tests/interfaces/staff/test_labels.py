"""The carrier that is proposed, the reason that is kept, the label and what customs are told."""

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.actions import NewAddress
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.shipping.actions import NewCarrierRule, add_rule, load_shipping
from severshop.domain.shipping.models import CarrierRule
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.fulfilling.send_replacement import send_replacement
from tests.look.papers.pdf import pages, scanned, texts

pytestmark = pytest.mark.django_db

NUMBER = "1Z999AA10123456784"
ZURICH = NewAddress(name="Ada Winter", street="Bahnhofstrasse 3", city="Zürich", country="CH", postal_code="8001")


@pytest.fixture(autouse=True)
def table(db):
    load_shipping(carriers=["ups"])


@pytest.fixture
def abroad(db, now, factories):
    order = factories.placed_order(now=now, quantities=(2, 1), address=ZURICH)
    start_picking(order.id, by=None, now=now)
    return order


def said(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def pack(client, order, **different):
    quantities = {f"quantity_{line.pk}": line.quantity for line in OrderLine.objects.filter(order=order)}
    fields = {"parcel_id": str(uuid7()), "carrier": "ups", "label": "typed", "tracking_number": NUMBER} | quantities
    response = client.post(f"/staff/orders/{order.id}/pack/", fields | different)
    assert response.status_code == 302, said(response)
    return Parcel.objects.get()


def test_the_pack_page_proposes_the_carrier_of_the_table(warehouse, abroad):
    page = said(warehouse.get(f"/staff/orders/{abroad.id}/pack/"))
    assert '<option value="ups" selected>' in page
    assert "By the carrier table: Outside the union, any delivery, any weight. It weighs 2.46 kg." in page
    add_rule(NewCarrierRule(priority=1, carrier="generic", country="CH"))
    page = said(warehouse.get(f"/staff/orders/{abroad.id}/pack/"))
    assert '<option value="generic" selected>' in page
    assert "By the carrier table: Switzerland" in page
    assert 'value="typed" id="id_label_typed" checked' in page


def test_the_pack_page_says_when_no_line_fits(warehouse, order, now):
    CarrierRule.objects.all().delete()
    start_picking(order.id, by=None, now=now)
    assert "No line of the carrier table fits 2.46 kg" in said(warehouse.get(f"/staff/orders/{order.id}/pack/"))


def test_no_label_is_asked_of_a_carrier_that_gives_none_here(warehouse, abroad):
    line = OrderLine.objects.filter(order=abroad).first()
    fields = {"parcel_id": str(uuid7()), "carrier": "generic", "label": "buy", f"quantity_{line.pk}": 1}
    response = warehouse.post(f"/staff/orders/{abroad.id}/pack/", fields)
    assert response.status_code == 400
    assert "type the number of one" in said(response)


def test_the_orders_page_says_why_this_carrier(warehouse, support, abroad):
    pack(warehouse, abroad)
    for reader in (warehouse, support):
        page = said(reader.get(f"/staff/orders/{abroad.id}/"))
        assert "By the carrier table: Outside the union, any delivery, any weight. It weighs 2.46 kg." in page


def test_a_choice_against_the_table_is_said_as_such(warehouse, abroad):
    add_rule(NewCarrierRule(priority=1, carrier="dhl", country="CH"))
    pack(warehouse, abroad)
    page = said(warehouse.get(f"/staff/orders/{abroad.id}/"))
    assert "Chosen by hand. For 2.46 kg the carrier table says DHL." in page


def test_a_parcel_from_before_says_nothing(warehouse, order, factories, now):
    factories.packed_parcel(order, now=now)
    assert "Why this carrier" not in said(warehouse.get(f"/staff/orders/{order.id}/"))


def test_a_label_within_the_union_is_one_page(warehouse, order, now):
    start_picking(order.id, by=None, now=now)
    parcel = pack(warehouse, order)
    response = warehouse.get(f"/staff/parcels/{parcel.pk}/label.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="label-{NUMBER}.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    (page,) = pages(response.content)
    assert scanned(page) == NUMBER
    written = texts(page)
    assert {"Ada Winter", "Nyhavn 17", "1051 Copenhagen", "DENMARK", "UPS", "Standard", "1 of 1"} <= set(written)
    assert {"BestShoeSeverShop", "Widdersdorfer Straße 190", "50825 Cologne", "Germany"} <= set(written)


def test_a_label_out_of_the_union_has_the_declaration_behind_it(warehouse, abroad):
    line = OrderLine.objects.filter(order=abroad, position=2).get()
    parcel = pack(warehouse, abroad, **{f"quantity_{line.pk}": 0})
    first, second = pages(warehouse.get(f"/staff/parcels/{parcel.pk}/label.pdf").content)
    assert scanned(first) == NUMBER
    assert "SWITZERLAND" in texts(first)
    assert "1" in texts(first)
    assert "Customs declaration" in texts(second)
    assert "640411" in texts(second)
    assert "€206.40" in texts(second)


def test_the_orders_page_shows_what_customs_are_told(support, warehouse, abroad):
    pack(warehouse, abroad)
    page = said(support.get(f"/staff/orders/{abroad.id}/"))
    assert "Customs declaration: €309.60, 2.46 kg" in page
    assert "640411" in page
    assert "Vietnam" in page
    assert "Total, 3 pieces" in page
    assert "Something is missing" not in page
    assert "label.pdf" not in page


def test_what_customs_will_miss_is_said(warehouse, abroad):
    pack(warehouse, abroad)
    OrderLine.objects.filter(order=abroad, position=1).update(hs_code="", weight_grams=0)
    page = said(warehouse.get(f"/staff/orders/{abroad.id}/"))
    assert "Something is missing" in page
    assert page.count(">missing<") == 2


def test_nothing_is_told_customs_within_the_union(warehouse, order, factories, now):
    factories.packed_parcel(order, now=now)
    assert "Customs" not in said(warehouse.get(f"/staff/orders/{order.id}/"))


def test_a_label_that_does_not_exist_is_not_found(warehouse):
    assert warehouse.get(f"/staff/parcels/{uuid7()}/label.pdf").status_code == 404


def test_what_is_sent_again_is_declared_at_what_was_paid_for_it(warehouse, abroad, factories, now):
    new_id = send_replacement(order_id=abroad.id, lines={1: 2, 2: 1}, because="lost", key="claim:1", now=now)
    parcel = factories.packed_parcel(Order.objects.get(pk=new_id), now=now)
    _label, second = pages(warehouse.get(f"/staff/parcels/{parcel.pk}/label.pdf").content)
    assert "May be opened officially. Replacement, sent free of charge." in texts(second)
    assert [text for text in texts(second) if "309.60" in text]
