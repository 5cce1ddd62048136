"""The reference of addresses names every page that Django serves, with its methods and with who may."""

import importlib.util

import pytest
from django.urls import get_resolver

from tests.docs.documents import ROOT, code_in, rows

PAGE = ROOT / "docs" / "reference" / "http.md"
TABLE = ROOT / "tests" / "interfaces" / "who_may.py"
HEADINGS = ("## Shop", "## After buying", "## The account's door", "## Staff", "## For whoever runs it", "## Demo")
pytestmark = pytest.mark.shop


def listed():
    """The rows of the page by address: methods, who may."""
    found = [row for heading in HEADINGS for row in rows(PAGE, under=heading)]
    return {code_in(row[0])[0]: (row[1], row[2]) for row in found if row[0] != "`/admin/`"}


def served(resolver, prefix="/", space=""):
    """Yield (address, name) of every page."""
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if not hasattr(pattern, "url_patterns"):
            yield here, f"{space}{pattern.name}"
        elif here != "/admin/":
            yield from served(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)


@pytest.fixture(scope="module")
def table():
    spec = importlib.util.spec_from_file_location("who_may", TABLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_address_is_documented_and_no_other():
    assert sorted(listed()) == sorted(address for address, _name in served(get_resolver()))


def test_methods_are_those_of_the_table(table):
    for address, name in served(get_resolver()):
        row = table.WHO_MAY[name]
        methods = ("GET HEAD " if row.get else "") + ("POST" if row.post else "")
        assert listed()[address][0] == methods.strip(), address


def test_who_may_is_what_the_table_says(table):
    words = {
        table.STAFF: "staff",
        table.WAREHOUSE: "warehouse",
        table.SUPPORT: "support",
        table.OWNER: "owner",
        table.FINANCE: "finance",
    }
    words[table.RETURNS] = "returns"
    words[table.WAREHOUSE | table.SUPPORT] = "warehouse, support"
    words[table.RETURNS | table.WAREHOUSE] = "returns, warehouse"
    words[table.RETURNS | table.WAREHOUSE | table.SUPPORT] = "returns, warehouse, support"
    words[table.SIGNED_IN] = "signed in"
    for address, name in served(get_resolver()):
        row, said = table.WHO_MAY[name], listed()[address][1]
        who = row.get or row.post
        if who == table.EVERYONE:
            assert said.startswith(("anybody", "browser", "whoever", "link")), address
        else:
            assert said == words[who], address
