"""A stocked shop, a guest at its door, and the sandbox gateway in a process of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from severshop.infra import clock
from tests.usecases.buying.gateways import SECRET, Gateway, running_gateway

collect_ignore_glob = [] if django_settings.SHOP_HALF else ["test_*.py"]


@pytest.fixture
def stocked(db: None) -> dict[str, int]:
    """The seed catalogue on its shelves, where it ships to, and the calendars."""
    from severshop.domain.catalogue.actions import load_catalogue
    from severshop.domain.inventory.models import Stock
    from severshop.domain.promises.seed import load_calendars
    from severshop.domain.shipping.actions import load_shipping

    stock = load_catalogue()
    Stock.objects.bulk_create(Stock(sku=sku, on_hand=left) for sku, left in stock.items())
    load_shipping()
    load_calendars(now=clock.now())
    return stock


@pytest.fixture(scope="session")
def gateway_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def gateway(gateway_process: Gateway, settings: Any) -> Iterator[Gateway]:
    """The gateway that the shop of this test speaks to. Put into `gateway.line.faults` what shall break."""
    settings.GATEWAY_URL = gateway_process.url
    settings.GATEWAY_SECRET = SECRET
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    gateway_process.line.faults.clear()
    yield gateway_process
    gateway_process.line.faults.clear()
