"""Shared by every test. DATABASE_URL decides the database; SEVERSHOP_SHOP=0 leaves the shop half out."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from severshop.domain.promises import learned

# The same examples every time, and no clock: machines are shared. `make test-long` looks further.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")


def pytest_collection_modifyitems(config, items):
    """Leave out what needs the shop half when it is not installed, and what takes long unless asked for."""
    asked = config.getoption("markexpr")
    for item in list(items):
        needs_shop = item.get_closest_marker("shop") and not settings.SHOP_HALF
        is_long = item.get_closest_marker("long") and "long" not in asked
        if needs_shop or is_long:
            items.remove(item)


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin in the language of the code, whatever the request of an earlier test left behind in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_learned() -> None:
    """Forget what an earlier test's database had taught this process."""
    learned.forget()


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in Cologne."""
    return datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
