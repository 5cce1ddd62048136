"""From "pay" to a paid order, against the sandbox gateway in a process of its own."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from severshop.domain.baskets.models import Checkout
from severshop.domain.catalogue.models import Product
from severshop.domain.inventory.actions import set_stock
from severshop.domain.inventory.models import Reservation, Stock
from severshop.domain.orders.models import Address, Order
from severshop.domain.payments.models import Payment
from severshop.domain.payments.queries import card_hint
from severshop.domain.promises.models import Promise
from severshop.usecases.buying import checkout
from severshop.usecases.buying.outcomes import (
    ActionNeeded,
    Declined,
    Incomplete,
    OfferChanged,
    Placed,
    SoldOut,
    Unclear,
)
from severshop.usecases.buying.place_order import UnknownMethodError, place, settle
from tests.usecases.buying.gateways import Gateway
from tests.usecases.buying.seeds import ADA, CARE, COLOGNE, SHOE, ready_checkout

pytestmark = [pytest.mark.django_db, pytest.mark.shop, pytest.mark.usefixtures("open_shop")]


def reserved(sku: str = SHOE) -> int:
    return Stock.objects.get(sku=sku).reserved


def test_a_good_card_makes_the_order_that_was_agreed(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now, lines={SHOE: 2, CARE: 1})
    outcome = place(checkout_id, method="card_ok", seal=seal, now=now)
    order = Order.objects.get()
    assert outcome == Placed(checkout_id, order.number)
    assert (order.items_minor, order.delivery_minor, order.total_minor, order.tax_minor) == (26790, 0, 26790, 4277)
    assert (order.email, order.language, order.delivery_option) == ("ada@example.com", "en", "standard")
    lines = [(line.sku, line.variant, line.silhouette, line.tint, line.quantity) for line in order.lines.all()]
    assert lines == [
        (SHOE, "Rust, EU 42", "runner", "#b4552d", 2),
        (CARE, "Rust, 75 ml", "care", "#b4552d", 1),
    ]
    customs = [(line.weight_grams, line.hs_code, line.origin) for line in order.lines.all()]
    assert customs == [(820, "640411", "VN"), (140, "340510", "DE")]
    address = Address.objects.values().get()
    assert address == asdict(COLOGNE) | {"order_id": order.id, "phone": ADA.phone}
    promise = Promise.objects.get()
    assert (promise.earliest.isoformat(), promise.latest.isoformat()) == ("2026-11-26", "2026-12-01")
    assert promise.evidence["transit_days"] == [1, 3]
    assert promise.evidence["lane"] == "DE/dhl/standard/in_stock|DE"
    assert (reserved(), reserved(CARE)) == (2, 1)
    charge = gateway.charges(order.id)
    assert [(one["state"], one["amount_minor"], one["currency"]) for one in charge] == [("succeeded", 26790, "EUR")]
    assert card_hint(order.id) == "Visa 4242"


def test_the_checkout_forgets_who_it_was_once_the_order_knows(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    assert not checkout.review(checkout_id, now=now).is_placed
    place(checkout_id, method="card_ok", seal=seal, now=now)
    assert checkout.review(checkout_id, now=now).is_placed
    row = Checkout.objects.get()
    assert (row.contact, row.address, row.agreed) == ({}, {}, None)


def test_paying_again_leads_to_the_same_order(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    first = place(checkout_id, method="card_ok", seal=seal, now=now)
    assert place(checkout_id, method="card_challenge", seal="", now=now + timedelta(days=1)) == first
    assert settle(checkout_id, now=now) == first
    assert len(gateway.charges(checkout_id)) == 1


def test_a_declined_card_keeps_the_checkout_and_frees_the_stock(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    assert place(checkout_id, method="card_declined", seal=seal, now=now) == Declined("insufficient_funds")
    assert settle(checkout_id, now=now) == Declined("insufficient_funds")
    assert (reserved(), Order.objects.count()) == (0, 0)
    assert checkout.review(checkout_id, now=now).missing == ()
    assert isinstance(place(checkout_id, method="card_ok", seal=seal, now=now), Placed)
    assert sorted(one["state"] for one in gateway.charges(checkout_id)) == ["declined", "succeeded"]
    assert reserved() == 1


def challenged(gateway: Gateway, *, now: datetime) -> tuple[uuid.UUID, str, ActionNeeded]:
    checkout_id, seal = ready_checkout(now=now)
    outcome = place(checkout_id, method="card_challenge", seal=seal, now=now)
    assert isinstance(outcome, ActionNeeded)
    assert outcome.url.startswith(gateway.url)
    return checkout_id, seal, outcome


def test_a_second_step_that_is_approved(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal, step = challenged(gateway, now=now)
    assert settle(checkout_id, now=now) == step
    assert place(checkout_id, method="card_challenge", seal=seal, now=now) == step
    back = gateway.decide(step.url, decision="approve")
    assert back.headers["location"] == "http://127.0.0.1:9/checkout/return/"
    assert reserved() == 1
    assert isinstance(settle(Payment.objects.get().id, now=now), Placed)
    assert len(gateway.charges(checkout_id)) == 1


def test_a_second_step_that_is_refused(gateway: Gateway, now: datetime) -> None:
    checkout_id, _seal, step = challenged(gateway, now=now)
    gateway.decide(step.url, decision="refuse")
    assert settle(checkout_id, now=now) == Declined("authentication_refused")
    assert (reserved(), Order.objects.count()) == (0, 0)


def test_another_card_instead_of_the_second_step(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal, step = challenged(gateway, now=now)
    assert isinstance(place(checkout_id, method="card_ok", seal=seal, now=now), Placed)
    gateway.decide(step.url, decision="approve")
    assert sorted(one["state"] for one in gateway.charges(checkout_id)) == ["cancelled", "succeeded"]
    assert (reserved(), Order.objects.count()) == (1, 1)


def test_another_card_after_the_second_step_was_done_after_all(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal, step = challenged(gateway, now=now)
    gateway.decide(step.url, decision="approve")
    assert isinstance(place(checkout_id, method="card_ok", seal=seal, now=now), Placed)
    assert [one["state"] for one in gateway.charges(checkout_id)] == ["succeeded"]


def test_a_card_that_takes_too_long_is_unclear_and_then_an_order(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("severshop.infra.http.TIMEOUT", 0.4)
    checkout_id, seal = ready_checkout(now=now)
    assert place(checkout_id, method="card_timeout", seal=seal, now=now) == Unclear()
    assert (reserved(), Order.objects.count()) == (1, 0)
    assert isinstance(settle(checkout_id, now=now), Placed)
    assert len(gateway.charges(checkout_id)) == 1


def test_a_price_that_changed_is_told_and_not_charged(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    Product.objects.filter(pk=SHOE).update(price_minor=13900)
    assert place(checkout_id, method="card_ok", seal=seal, now=now) == OfferChanged(("prices",))
    assert (gateway.charges(checkout_id), reserved(), Payment.objects.count()) == ([], 0, 0)


def test_dates_that_have_moved_on_are_told(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now)
    assert place(checkout_id, method="card_ok", seal=seal, now=now + timedelta(days=1)) == OfferChanged(("dates",))


def test_stock_that_is_gone_is_told_and_nothing_stays_reserved(gateway: Gateway, now: datetime) -> None:
    checkout_id, seal = ready_checkout(now=now, lines={CARE: 1, SHOE: 3})
    set_stock(SHOE, on_hand=2)
    assert place(checkout_id, method="card_ok", seal=seal, now=now) == SoldOut((SHOE,))
    assert (gateway.charges(checkout_id), reserved(), reserved(CARE)) == ([], 0, 0)
    assert not Reservation.objects.exists()
    assert Checkout.objects.get().agreed is None


def test_what_is_not_ready_is_not_charged(gateway: Gateway, now: datetime) -> None:
    checkout_id = checkout.start({SHOE: 1}, language="en", now=now)
    assert place(checkout_id, method="card_ok", seal="", now=now) == Incomplete(("contact", "address", "delivery"))
    assert settle(checkout_id, now=now) == Incomplete(("payment",))
    with pytest.raises(UnknownMethodError):
        place(checkout_id, method="gold", seal="", now=now)


def test_an_order_number_that_is_taken_is_drawn_again(
    gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(["BS-AAAA-AAAA", "BS-AAAA-AAAA", "BS-BBBB-BBBB"])
    monkeypatch.setattr("severshop.usecases.buying.place_order.order_number", lambda: next(numbers))
    for number in ("BS-AAAA-AAAA", "BS-BBBB-BBBB"):
        checkout_id, seal = ready_checkout(now=now)
        assert place(checkout_id, method="card_ok", seal=seal, now=now) == Placed(checkout_id, number)
