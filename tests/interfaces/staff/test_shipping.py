"""Pick, pack, hand over: as the warehouse does it, page by page."""

import re
import uuid

import pytest

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem, Picking
from severshop.domain.orders.models import OrderLine
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling import buy_label
from severshop.usecases.fulfilling.pick import start_picking

pytestmark = pytest.mark.django_db

NUMBER = "1Z999AA10123456784"


@pytest.fixture
def picked(order, now):
    start_picking(order.id, by=None, now=now)
    return order


@pytest.fixture
def fields(picked):
    """The form as the page gives it out, ready to be sent."""
    quantities = {f"quantity_{line.pk}": line.quantity for line in OrderLine.objects.filter(order=picked)}
    return {"parcel_id": str(uuid7()), "carrier": "ups", "label": "typed", "tracking_number": NUMBER, **quantities}


def pack(client, order, fields):
    return client.post(f"/staff/orders/{order.id}/pack/", fields)


def test_the_road_from_received_to_shipped(warehouse, order, factories):
    response = warehouse.post(f"/staff/orders/{order.id}/start-picking/", follow=True)
    page = response.content.decode()
    assert Picking.objects.get().started_by.email == "warehouse@shop.example"
    inputs = dict(re.findall(r'name="((?:parcel_id|quantity_)[^"]*)" value="([^"]+)"', page))
    assert len(inputs) == 3
    response = pack(warehouse, order, inputs | {"carrier": "ups", "label": "typed", "tracking_number": NUMBER})
    assert response.headers["Location"] == f"/staff/orders/{order.id}/"
    parcel = Parcel.objects.get()
    assert sum(ParcelItem.objects.values_list("quantity", flat=True)) == 3
    page = warehouse.get("/staff/hand-over/").content.decode()
    assert str(parcel.pk) in page
    response = warehouse.post("/staff/hand-over/", {"parcel": [str(parcel.pk)]}, follow=True)
    assert "1 parcel is handed over." in response.content.decode()
    assert HandOver.objects.get().handed_over_by.email == "warehouse@shop.example"
    assert factories.public_page(order.id)["status"] == "shipped"


def test_an_order_can_ship_in_several_parcels(warehouse, picked, fields):
    first, second = [name for name in fields if name.startswith("quantity_")]
    pack(warehouse, picked, fields | {second: 0})
    page = warehouse.get(f"/staff/orders/{picked.id}/pack/").content.decode()
    assert first not in page
    assert second in page
    assert Parcel.objects.count() == 1


def test_the_same_form_sent_twice_is_one_parcel_and_no_complaint(warehouse, picked, fields):
    pack(warehouse, picked, fields)
    response = pack(warehouse, picked, fields)
    assert response.status_code == 302
    assert Parcel.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tracking_number": "1Z999AA10123456785"}, "no tracking number of UPS"),
        ({"tracking_number": "9865 7878 8855"}, "looks like a number of FedEx, not of UPS"),
        ({"tracking_number": ""}, "Type the number that is on the label"),
        ({"tracking_number": "1" * 99}, "at most 60 characters"),
        ({"parcel_id": "nonsense"}, "valid UUID"),
        ({"label": "steal"}, "not one of the available choices"),
        ({"carrier": "pigeon"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_packed(warehouse, picked, fields, change, said):
    response = pack(warehouse, picked, fields | change)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert Parcel.objects.count() == 0


@pytest.mark.parametrize(
    ("quantity", "said"), [("3", "Only 2 left"), ("-1", "Not less than nothing"), ("x", "whole number")]
)
def test_wrong_quantities_are_said_beside_the_line(warehouse, picked, fields, quantity, said):
    name = next(name for name in fields if name.startswith("quantity_"))
    response = pack(warehouse, picked, fields | {name: quantity})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert Parcel.objects.count() == 0


def test_an_empty_parcel_is_refused(warehouse, picked, fields):
    empty = {name: "0" if name.startswith("quantity_") else value for name, value in fields.items()}
    response = pack(warehouse, picked, empty)
    assert response.status_code == 400
    assert "at least one thing" in response.content.decode()


def test_a_number_in_use_is_said(warehouse, picked, fields, factories, now):
    factories.packed_parcel(factories.placed_order(now=now), now=now, number=NUMBER)
    response = pack(warehouse, picked, fields)
    assert response.status_code == 400
    assert "travels under this number already" in response.content.decode()


def test_a_label_comes_from_the_carrier(warehouse, picked, fields, monkeypatch):
    monkeypatch.setattr(buy_label, "_ask", lambda *_asked: NUMBER)
    assert pack(warehouse, picked, fields | {"label": "buy", "tracking_number": ""}).status_code == 302
    assert Parcel.objects.get().tracking_number == NUMBER


def test_a_carrier_that_is_away_is_said_and_a_number_can_be_typed(warehouse, picked, fields, settings):
    settings.CARRIER_URL = "http://127.0.0.1:9"
    response = pack(warehouse, picked, fields | {"label": "buy", "tracking_number": ""})
    assert response.status_code == 400
    assert "UPS gave no label just now" in response.content.decode()
    assert Parcel.objects.count() == 0
    assert pack(warehouse, picked, fields).status_code == 302


def test_packing_before_picking_leads_back_with_a_word(warehouse, order):
    response = warehouse.get(f"/staff/orders/{order.id}/pack/", follow=True)
    assert "Start picking first" in response.content.decode()


def test_packing_what_is_packed_leads_back_with_a_word(warehouse, picked, fields):
    pack(warehouse, picked, fields)
    response = warehouse.post(f"/staff/orders/{picked.id}/pack/", fields | {"parcel_id": str(uuid7())}, follow=True)
    assert "in a parcel already" in response.content.decode()
    assert Parcel.objects.count() == 1


@pytest.mark.parametrize(
    ("marked", "said"),
    [([], "Mark at least one"), (["nonsense"], "not there any more"), ([str(uuid.uuid4())], "not there any more")],
)
def test_handing_over_nothing_or_nonsense_is_refused(warehouse, picked, fields, marked, said):
    pack(warehouse, picked, fields)
    response = warehouse.post("/staff/hand-over/", {"parcel": marked})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert HandOver.objects.count() == 0


def test_the_slip_names_what_is_in_the_box_and_no_price(warehouse, picked, fields):
    name = [name for name in fields if name.startswith("quantity_")][1]
    pack(warehouse, picked, fields | {name: 0})
    parcel = Parcel.objects.get()
    page = warehouse.get(f"/staff/parcels/{parcel.pk}/slip/").content.decode()
    assert "Nyhavn 17" in page
    assert "STR-RUST-42" in page
    assert "STR-RUST-43" not in page
    assert "1 more piece" in page
    assert "€" not in page


@pytest.mark.parametrize("path", ["orders/{}/", "orders/{}/pack/", "parcels/{}/slip/"])
def test_what_does_not_exist_is_not_found(warehouse, path):
    assert warehouse.get(f"/staff/{path.format(uuid.uuid4())}").status_code == 404


def test_picking_what_does_not_exist_is_not_found(warehouse):
    assert warehouse.post(f"/staff/orders/{uuid.uuid4()}/start-picking/").status_code == 404


def test_a_long_list_says_how_many_wait_behind_it(warehouse, factories, now, monkeypatch):
    from severshop.usecases.reading import staff_parcels

    monkeypatch.setattr(staff_parcels.parcels_to_hand_over, "__kwdefaults__", {"limit": 1})
    for _n in range(3):
        factories.packed_parcel(factories.placed_order(now=now), now=now, handed_over=False)
    page = warehouse.get("/staff/hand-over/").content.decode()
    assert page.count('name="parcel"') == 1
    assert "2 more wait behind these." in page


def test_one_form_can_send_back_every_parcel_of_the_list(settings):
    from severshop.usecases.reading import staff_parcels

    assert staff_parcels.LIMIT < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 2
