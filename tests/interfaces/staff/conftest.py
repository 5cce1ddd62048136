import importlib.util
from pathlib import Path

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.vocabulary.roles import Role

FACTORIES = Path(__file__).parents[2] / "factories.py"
PASSWORD = "a-long-password"


@pytest.fixture(scope="session")
def factories():
    spec = importlib.util.spec_from_file_location("factories", FACTORIES)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def as_role(db):
    """A browser in which a member of staff with one role is signed in."""

    def make(role):
        client = Client()
        client.force_login(make_staff(f"{role}@shop.example", name=f"Sam {role}", password=PASSWORD, roles=[role]))
        return client

    return make


@pytest.fixture
def warehouse(as_role):
    return as_role(Role.WAREHOUSE)


@pytest.fixture
def support(as_role):
    return as_role(Role.SUPPORT)


@pytest.fixture
def order(db, now, factories):
    return factories.placed_order(now=now, quantities=(2, 1))
