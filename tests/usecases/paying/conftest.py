import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.orders.models import Order
from severshop.domain.payments.models import Payment
from severshop.vocabulary.roles import Role
from tests.factories import placed_order
from tests.usecases.buying.gateways import SECRET, Gateway, running_gateway

Paid = Callable[..., Order]


@pytest.fixture(scope="session")
def gateway_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One gateway process for all tests of this folder; each has charges of its own."""
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def gateway(gateway_process: Gateway, settings: Any) -> Iterator[Gateway]:
    """The gateway that the shop of this test speaks to. Put into `gateway.line.faults` what shall break."""
    settings.GATEWAY_URL = gateway_process.url
    settings.GATEWAY_SECRET = SECRET
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    gateway_process.line.faults.clear()
    gateway_process.line.seen.clear()
    yield gateway_process
    gateway_process.line.faults.clear()


@pytest.fixture
def paid(db: None, gateway: Gateway, now: datetime) -> Paid:
    """Make an order that was paid at the gateway, with a card of the sandbox: 129.00 a pair and 4.90 delivery."""

    def make(method: str = "card_ok", quantities: tuple[int, ...] = (1,)) -> Order:
        order = placed_order(now=now, quantities=quantities)
        payment = Payment.objects.create(
            order_id=order.id,
            amount_minor=order.total_minor,
            method=method,
            state="succeeded",
            started_at=now,
            settled_at=now,
            card_hint="Visa 4242",
        )
        charge = {
            "amount_minor": order.total_minor,
            "currency": "EUR",
            "method": method,
            "reference": str(order.id),
            "return_url": "http://127.0.0.1:9/back/",
            "notify_url": "http://127.0.0.1:9/hooks/payments/sandbox",
        }
        made = gateway.line.behind.post("/v1/charges", json=charge, headers=said(payment.pk)).json()
        if made["state"] == "action_needed":
            gateway.decide(made["action_url"], decision="approve")
        return order

    return make


@pytest.fixture
def staff(db: None) -> dict[str, uuid.UUID]:
    """Three who work here."""
    people = {"sam": Role.SUPPORT, "finn": Role.FINANCE, "olga": Role.OWNER}
    return {
        name: make_staff(f"{name}@shop.example", name=name.title(), password="long-enough", roles=[role]).pk
        for name, role in people.items()
    }


def said(key: object = "") -> dict[str, str]:
    """What a shop says of itself to the gateway."""
    return {"Authorization": f"Bearer {SECRET}", "Idempotency-Key": str(key)}
