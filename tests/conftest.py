"""Shared by every test. DATABASE_URL decides the database; SEVERSHOP_SHOP=0 leaves the shop half out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from severshop.domain.audit import locks as audit_locks
from severshop.domain.policies.queries import forget_policies
from severshop.domain.promises import learned
from severshop.domain.promises.queries import forget_calendars
from severshop.domain.withdrawals import locks as withdrawal_locks
from severshop.usecases.watching.ways import forget_rules

LOCKS = (audit_locks, withdrawal_locks)

# The same examples every time, and no clock: machines are shared. `make test-long` looks further.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")


PURE_WITHOUT_DATABASE = tuple(f"tests/{floor}/" for floor in ("domain", "infra", "usecases"))
"""Where a test that names no database fixture asks none: elsewhere it may start processes that do."""


def pytest_addoption(parser):
    parser.addoption(
        "--asking-the-database", action="store_true", help="leave out rules and other tests that ask no database"
    )


def pytest_collection_modifyitems(config, items):
    """Leave out what needs the shop half when it is not installed, and what takes long unless asked for."""
    asked = config.getoption("markexpr")
    if config.getoption("asking_the_database"):
        items[:] = [item for item in items if _may_ask_the_database(item)]
    for item in list(items):
        needs_shop = item.get_closest_marker("shop") and not settings.SHOP_HALF
        is_long = item.get_closest_marker("long") and "long" not in asked
        if needs_shop or is_long:
            items.remove(item)


def _may_ask_the_database(item):
    marked = item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(item.fixturenames)
    return marked or not item.nodeid.startswith(PURE_WITHOUT_DATABASE)


@pytest.fixture(autouse=True, scope="session")
def _log_that_can_be_emptied() -> Iterator[None]:
    """Let Django empty the database between tests: logs that are only added to would refuse to be."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        vendor = self.connection.vendor
        for locks in LOCKS:
            if any(table in sql for sql in sql_list for table in locks.TABLES):
                sql_list = [*locks.open_statements(vendor), *sql_list, *locks.lock_statements(vendor)]
        empty(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    BaseDatabaseOperations.execute_sql_flush = empty


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin in the language of the code, whatever the request of an earlier test left behind in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_learned() -> None:
    """Forget what an earlier test's database had taught this process."""
    learned.forget()
    forget_calendars()
    forget_policies()
    forget_rules()


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning in Cologne."""
    return datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
