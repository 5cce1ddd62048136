from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.usecases.buying.gateways import SECRET, Gateway, running_gateway

collect_ignore_glob = [] if django_settings.SHOP_HALF else ["test_*.py"]


@pytest.fixture(scope="session")
def gateway_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One gateway process for all tests of this folder; each looks at its own orders' charges."""
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
def open_shop(db: None) -> None:
    """A shop with five pairs of one shoe."""
    from tests.usecases.buying.seeds import open_shop

    open_shop()
