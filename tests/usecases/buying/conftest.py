from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings

from tests.usecases.buying.gateways import SECRET, Gateway, bad_line, running_gateway

collect_ignore_glob = [] if django_settings.SHOP_HALF else ["test_*.py"]


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One gateway process for all tests of this folder; each looks at its own orders' charges."""
    with running_gateway(tmp_path_factory.mktemp("gateway")) as url:
        yield url


@pytest.fixture
def gateway(gateway_url: str, settings: pytest.FixtureRequest) -> Iterator[Gateway]:
    """A gateway that the shop of this test speaks to directly, until a test takes the bad line."""
    with bad_line(gateway_url) as line:
        settings.GATEWAY_URL = gateway_url
        settings.GATEWAY_SECRET = SECRET
        settings.PUBLIC_URL = "http://127.0.0.1:9"
        yield Gateway(url=gateway_url, line=line)


@pytest.fixture
def bad_gateway(gateway: Gateway, settings: pytest.FixtureRequest) -> Gateway:
    """The same over the bad line: put into `gateway.line.faults` what shall break."""
    settings.GATEWAY_URL = f"http://127.0.0.1:{gateway.line.port}"
    return gateway


@pytest.fixture
def open_shop(db: None) -> None:
    """A shop with five pairs of one shoe."""
    from tests.usecases.buying.seeds import open_shop

    open_shop()
