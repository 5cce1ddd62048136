"""The carriers' pages count their codes as they are, and each page says what could not be verified."""

import inspect
import re

import pytest

from severshop.domain.carriers.canadapost import codes as canadapost
from severshop.domain.carriers.dhl import (
    codes_ecommerce,
    codes_express,
    codes_parcel_de,
    codes_parcel_nl,
    codes_unified,
)
from severshop.domain.carriers.fedex import codes as fedex
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.carriers.royalmail import codes as royalmail
from severshop.domain.carriers.ups import codes as ups
from severshop.domain.carriers.usps import codes as usps
from tests.docs.documents import ROOT, code_in, rows

PAGES = ROOT / "docs" / "reference" / "carriers"
MODULES = {
    "ups/codes.py": ups,
    "fedex/codes.py": fedex,
    "usps/codes.py": usps,
    "dhl/codes_express.py": codes_express,
    "dhl/codes_ecommerce.py": codes_ecommerce,
    "dhl/codes_parcel_nl.py": codes_parcel_nl,
    "dhl/codes_parcel_de.py": codes_parcel_de,
    "dhl/codes_unified.py": codes_unified,
    "canadapost/codes.py": canadapost,
    "royalmail/codes.py": royalmail,
}
ENTRY = re.compile(r'^    "[^"]+": .*?(?:#(.*))?$', re.MULTILINE)
DOCUMENTED = re.compile(r"\[(?:spec|list|guide|edi|table)\]")


def table():
    return rows(PAGES / "README.md", under="## Where the codes come from")


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_as_many_codes_are_counted_as_there_are(row):
    file, *names = code_in(row[0])
    codes, documented, seen = (int(cell) for cell in row[1:4])
    assert codes == sum(len(getattr(MODULES[file], name)) for name in names)
    assert codes == documented + seen


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_what_was_only_seen_is_marked_so(row):
    file, *names = code_in(row[0])
    for name in names:
        entries = marked(MODULES[file], name)
        if len(entries) == len(getattr(MODULES[file], name)) and all(entries):
            assert int(row[3]) == sum("[seen]" in mark and not DOCUMENTED.search(mark) for mark in entries)


def marked(module, name):
    """The remark behind each entry of a table, empty where there is none."""
    source = inspect.getsource(module)
    start = source.index(f"\n{name}: ")
    return [remark if "[" in remark else "" for remark in ENTRY.findall(source[start : source.index("\n}", start)])]


def test_every_table_of_codes_is_counted():
    assert {code_in(row[0])[0] for row in table()} == set(MODULES)


@pytest.mark.parametrize("carrier", sorted(set(CARRIERS) - {"generic"}))
def test_each_page_says_what_could_not_be_verified(carrier):
    assert re.search(
        r"^## .*could not be verified$", (PAGES / f"{carrier}.md").read_text(), re.MULTILINE | re.IGNORECASE
    )
