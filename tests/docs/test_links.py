"""Links between documents lead somewhere, and paths that they name exist."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.documents import DOCUMENTS, ROOT, SOURCE, prose

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|tests|docs|scripts|requirements)/[A-Za-z0-9_./-]+)`")
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users)/")


def name(path):
    return path.relative_to(ROOT).as_posix()


@cache
def anchors(path: Path) -> set[str]:
    """The headings of a document, as links write them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path):
    for target in LINK.findall(prose(path)):
        if re.match(r"(https?|mailto):", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{target} leads nowhere"
        assert there.is_relative_to(ROOT), f"{target} leads out of the project"
        if anchor:
            assert anchor in anchors(there), f"{name(there)} has no heading {anchor}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_named_paths_exist(path):
    if path.name == "CHANGELOG.md":
        return  # it may speak of what is gone
    for named in PATH.findall(prose(path)):
        assert (ROOT / named).exists(), f"there is no {named}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_no_path_of_one_machine_is_named(path):
    found = OF_ONE_MACHINE.search(path.read_text("utf-8"))
    assert not found, f"names {found[0] if found else ''}, which others do not have"


def test_every_document_can_be_found_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        targets = (target.partition("#")[0] for target in LINK.findall(prose(path)))
        waiting += [(path.parent / file).resolve() for file in targets if file and not file.startswith("http")]
    assert {name(path) for path in DOCUMENTS} <= {name(path) for path in seen}


def test_paths_on_the_map_exist():
    text = prose(ROOT / "docs" / "MAP.md")
    for named in re.findall(
        r"`((?:config|domain|infra|interfaces|look|simulator|usecases|vocabulary)/[\w./-]*)`", text
    ):
        assert (SOURCE / named).exists(), f"there is no {named}"
