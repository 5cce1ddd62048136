"""The reference of addresses names every page that Django serves, and no other."""

import pytest
from django.urls import get_resolver

from tests.docs.documents import ROOT, code_in, rows

PAGE = ROOT / "docs" / "reference" / "http.md"
DJANGO = (
    "## Shop",
    "## After buying",
    "## Staff",
    "## For whoever runs it",
    "## Demo",
)
pytestmark = pytest.mark.shop


def routes(resolver, prefix="/"):
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            if here != "/admin/":
                yield from routes(pattern, here)
        else:
            yield here


def test_every_address_is_documented_and_no_other():
    listed = [address for heading in DJANGO for row in rows(PAGE, under=heading) for address in code_in(row[0])]
    listed = [address for address in listed if not address.startswith("/admin")]
    assert sorted(listed) == sorted(routes(get_resolver()))


def test_every_address_says_who_may():
    for heading in DJANGO:
        for row in rows(PAGE, under=heading):
            assert row[2], f"{row[0]} does not say who may"
