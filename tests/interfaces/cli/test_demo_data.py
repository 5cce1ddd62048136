"""The demo's orders: sound by the shop's own rules, told once."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from severshop.domain.carriers.registry import CARRIERS, is_valid_number
from severshop.domain.customers.queries import roles_of
from severshop.domain.inventory.models import Stock
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment
from severshop.domain.promises.queries import forget_calendars
from severshop.domain.shipping.queries import destinations
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import MessageState, RawMessage
from severshop.infra import clock
from severshop.infra.ids import read_order_number
from severshop.infra.outbox.models import OutboxEntry
from severshop.interfaces.cli import seeding
from severshop.interfaces.cli.demo_order import HOMES
from severshop.interfaces.cli.logins import LOGINS, PASSWORD
from severshop.interfaces.cli.var import CHARGES, JOURNEYS
from severshop.simulator.carrier.journeys import journeys as carrier_journeys
from severshop.simulator.carrier.journeys import messages
from severshop.simulator.carrier.requests import check_words, read_journey
from severshop.simulator.carrier.voices import VOICES
from severshop.simulator.gateway.charges import read_request
from severshop.usecases.tracking.receive_messages import message, receive_messages

if not settings.SHOP_HALF:
    pytest.skip("the demo's orders come from the shop half", allow_module_level=True)

from severshop.domain.baskets.forms import AddressForm
from severshop.interfaces.cli.demo_story import demo_orders, journeys

pytestmark = [pytest.mark.shop, pytest.mark.django_db]


@pytest.fixture
def kept_calendars(settings):
    """As in the shop: read once, not at every date."""
    settings.CALENDARS_FRESH_SECONDS = 60
    forget_calendars()
    yield
    forget_calendars()


@pytest.fixture
def var(tmp_path, monkeypatch, kept_calendars):
    monkeypatch.setenv("SEVERSHOP_VAR", str(tmp_path))
    return tmp_path


def test_seeding_twice_is_seeding_once(var):
    seeding.seed(orders=True)
    orders, stock = Order.objects.count(), dict(Stock.objects.values_list("sku", "reserved"))
    mails = set(OutboxEntry.objects.values_list("key", flat=True))
    written = {path.name: path.read_text() for path in var.iterdir()}
    seeding.seed(orders=True)
    assert Order.objects.count() == orders == len(demo_orders())
    assert dict(Stock.objects.values_list("sku", "reserved")) == stock
    assert set(OutboxEntry.objects.values_list("key", flat=True)) == mails
    assert {path.name: path.read_text() for path in var.iterdir()} == written


def test_orders_have_come_as_far_as_told_owe_no_old_mail_and_know_what_carriers_tell_again(var):
    seeding.seed(orders=True)
    assert set(Snapshot.objects.values_list("status", flat=True)) == {
        "received",
        "in_process",
        "shipped",
        "delivered",
    }
    for order in demo_orders():
        number = Order.objects.get(pk=order.story.order_id).number
        assert read_order_number(number) == number
        owed = OutboxEntry.objects.filter(order_id=order.story.order_id, key__contains=":received:").count()
        assert owed == (order.story.placed_hours_ago <= 24)

    # The simulated gateway is started after the seeding as well: what it does not know it could not pay back.
    charges = json.loads((var / CHARGES).read_text())
    assert {uuid.UUID(charge["key"]) for charge in charges} == set(Payment.objects.values_list("pk", flat=True))
    for charge in charges:
        assert read_request(charge).amount_minor == Payment.objects.get(pk=charge["key"]).amount_minor

    # The simulated carriers are started after the seeding, and tell everything again.
    kept = set(RawMessage.objects.values_list("pk", flat=True))
    assert set(RawMessage.objects.values_list("state", flat=True)) == {MessageState.READ}
    pages = dict(Snapshot.objects.values_list("order_id", "version"))
    now = clock.now()
    for journey in json.loads((var / JOURNEYS).read_text()):
        asked = read_journey(journey)
        steps = tuple(step for step in carrier_journeys()[asked.journey] if step.hour <= asked.up_to_hour)
        voice = VOICES[asked.carrier]
        again = messages(steps, voice=voice, number=asked.number, route=asked.route, started_at=asked.started_at)
        bodies = [one.body for one in again if one.due_at <= now.timestamp() - 60]
        receive_messages([message(voice.hook, body) for body in bodies], now=now)
    assert set(RawMessage.objects.values_list("pk", flat=True)) == kept
    assert dict(Snapshot.objects.values_list("order_id", "version")) == pages


def test_every_role_can_sign_in(var):
    seeding.seed(orders=False)
    for email, role in LOGINS.items():
        user = authenticate(username=email, password=PASSWORD)
        assert user is not None
        assert roles_of(user) == {role}
    assert Order.objects.count() == 0


def test_parcels_numbers_and_journeys_are_the_carriers():
    for order in demo_orders():
        for journey in journeys(order, now=datetime.now(UTC)):
            assert is_valid_number(journey["carrier"], journey["tracking_number"])
            assert journey["journey"] in carrier_journeys()
            asked = read_journey(journey)
            check_words(asked.carrier, asked.number, carrier_journeys()[asked.journey])
    now = datetime.now(UTC)
    numbers = [journey["tracking_number"] for order in demo_orders() for journey in journeys(order, now=now)]
    assert len(set(numbers)) == len(numbers)


def test_every_carrier_has_a_parcel():
    carriers = {parcel.carrier for order in demo_orders() for parcel in order.story.parcels}
    assert carriers == CARRIERS.keys() - {"generic"}


def test_addresses_are_good_ones(var):
    seeding.seed(orders=False)
    countries = [where.country for where in destinations()]
    assert set(HOMES) <= set(countries)
    typed = [
        {"street": street, "postal_code": postal_code, "city": city, "region": region, "country": country}
        for country, (street, postal_code, city, region) in HOMES.items()
    ]
    typed += [
        {
            "street": order.story.street,
            "postal_code": order.story.postal_code,
            "city": order.story.city,
            "country": order.story.country,
            "region": "Milano" if order.story.country == "IT" else "",
        }
        for order in demo_orders()
    ]
    for address in typed:
        form = AddressForm({"name": "Ada Winter", **address}, countries=countries)
        assert form.is_valid(), (address, form.errors)
