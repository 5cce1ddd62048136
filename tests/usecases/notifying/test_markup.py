"""What mail programs read: every field that Gmail's and schema.org's tables require."""

import json
import re
from datetime import timedelta

import pytest

from severshop.domain.orders.models import Address, OrderLine
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.infra.links import link_token
from severshop.infra.outbox.runner import run_batch
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.milestones import Milestone
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def documents(server, now):
    """Deliver what is owed and read the documents that the received mails hold, by type."""

    def documents(at=now):
        with post_office(lambda: at) as handle:
            run_batch(MAIL_TOPICS, handle, clock=lambda: at)
        found = {}
        for mail in server.mails:
            for text in SCRIPT.findall(mail.get_body(("html",)).get_content()):
                document = json.loads(text)
                found[document["@type"]] = document
        return found

    return documents


def has(document, *paths):
    for path in paths:
        value = document
        for name in path.split("."):
            value = value[0] if isinstance(value, list) else value
            assert name in value, path
            value = value[name]
        assert value, path


def test_the_confirmation_is_an_order(documents, now):
    order = placed_order(now=now, quantities=(1, 2))
    told = documents()["Order"]
    has(
        told,
        "merchant.name",
        "orderNumber",
        "orderStatus",
        "priceCurrency",
        "price",
        "acceptedOffer.itemOffered.name",
        "acceptedOffer.price",
        "acceptedOffer.priceCurrency",
        "acceptedOffer.eligibleQuantity.value",
        "url",
    )
    assert told["@context"] == "https://schema.org"
    assert (told["orderNumber"], told["price"], told["priceCurrency"]) == (order.number, "391.90", "EUR")
    assert told["orderStatus"] == "https://schema.org/OrderProcessing"
    assert told["url"].endswith(f"/t/{link_token(order.id, generation=1)}")
    assert [offer["eligibleQuantity"]["value"] for offer in told["acceptedOffer"]] == ["1", "2"]


def test_the_shipped_mail_is_a_parcel_delivery(documents, now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    told = documents()["ParcelDelivery"]
    has(
        told,
        "carrier.name",
        "provider.name",
        "deliveryAddress.name",
        "deliveryAddress.streetAddress",
        "deliveryAddress.addressLocality",
        "deliveryAddress.addressRegion",
        "deliveryAddress.addressCountry",
        "deliveryAddress.postalCode",
        "expectedArrivalFrom",
        "expectedArrivalUntil",
        "itemShipped.name",
        "partOfOrder.orderNumber",
        "partOfOrder.merchant.name",
        "partOfOrder.orderStatus",
        "trackingNumber",
        "trackingUrl",
    )
    assert told["carrier"] == told["provider"] == {"@type": "Organization", "name": "UPS"}
    assert told["trackingNumber"] == parcel.tracking_number
    assert (told["expectedArrivalFrom"], told["expectedArrivalUntil"]) == ("2026-11-26", "2026-11-30")
    assert told["partOfOrder"]["orderStatus"] == "https://schema.org/OrderInTransit"


def test_each_later_mail_of_the_parcel_brings_the_same_document_up_to_date(documents, server, now):
    parcel = packed_parcel(placed_order(now=now), now=now)
    documents()
    for minute, milestone in enumerate((Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED), 1):
        at = now + timedelta(minutes=minute)
        ScanRow.objects.create(
            order_id=parcel.order_id,
            parcel=parcel,
            leg=Leg.objects.get(parcel=parcel),
            fingerprint=milestone,
            occurred_at=at,
            milestone=milestone,
            heard_at=at,
        )
        refresh_status([parcel.order_id], now=at)
        # The documents are read by type: the newest takes the place of the one before.
        told = documents(at)["ParcelDelivery"]
        assert told["trackingNumber"] == parcel.tracking_number
        has(told, "carrier.name", "deliveryAddress.name", "expectedArrivalUntil", "itemShipped.name", "trackingUrl")
    assert told["partOfOrder"]["orderStatus"] == "https://schema.org/OrderDelivered"
    assert len([mail for mail in server.mails if "ParcelDelivery" in mail.get_body(("html",)).get_content()]) == 3


def test_no_name_can_leave_the_script(documents, server, now):
    nasty = '</script><script>alert("&")</script><!--\u2028'
    order = placed_order(now=now)
    Address.objects.filter(order=order).update(name=nasty)
    OrderLine.objects.filter(order=order).update(name=nasty, variant="")
    refresh_status([order.id], now=now)
    packed_parcel(order, now=now)
    told = documents()
    assert told["ParcelDelivery"]["deliveryAddress"]["name"] == nasty
    assert told["ParcelDelivery"]["itemShipped"][0]["name"] == nasty
    for mail in server.mails:
        assert mail.get_body(("html",)).get_content().count("<script") == 1
