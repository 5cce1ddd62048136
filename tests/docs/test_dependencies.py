"""Every dependency stands in its decision, with the licence that it states itself."""

import re
from importlib import metadata

import pytest

from tests.docs.documents import ROOT, rows

PAGE = ROOT / "docs" / "decisions" / "0003-dependencies.md"
FILES = {
    "runtime.in": "### To run the shop (`requirements/runtime.in`)",
    "dev.in": "### To change it (`requirements/dev.in`)",
}
IN_CLASSIFIERS = {"BSD License": "BSD", "MIT License": "MIT", "Apache Software License": "Apache-2.0"}


def wanted(file):
    lines = (ROOT / "requirements" / file).read_text().splitlines()
    named = (re.match(r"[a-z][a-z0-9-]*", line) for line in lines if not line.startswith(("#", "-")))
    return [match[0] for match in named if match]


@pytest.mark.parametrize("file", FILES)
def test_every_line_has_its_reason(file):
    listed = rows(PAGE, under=FILES[file])
    assert sorted(row[0] for row in listed) == sorted(wanted(file))
    assert all(row[2] for row in listed)


@pytest.mark.parametrize(
    "row", [row for heading in FILES.values() for row in rows(PAGE, under=heading)], ids=lambda r: r[0]
)
def test_the_licence_is_what_the_package_says(row):
    library, licence, _reason = row
    said = metadata.metadata(library)
    if expression := said.get("License-Expression"):
        assert licence == expression
        return
    classified = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License")]
    for named in set(classified) - {"OSI Approved"}:
        assert licence.startswith(IN_CLASSIFIERS[named])
