"""Every folder is on the map, and every decision is listed."""

import re

from severshop.domain.carriers.registry import CARRIERS
from tests.docs.documents import ROOT, SOURCE, code_in, rows

EACH_CARRIER = "domain/carriers/<carrier>"
"""Stands for the folders of all carriers, which are built alike."""


def test_every_folder_with_code_is_on_the_map():
    on_the_map = {
        row[0].strip("`/") for row in rows(ROOT / "docs" / "MAP.md", under="## Folders, in the order of reading")
    }
    folders = {
        path.parent.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and path.parent != SOURCE
    }
    carriers = {f"domain/carriers/{carrier}" for carrier in CARRIERS}
    assert folders - carriers <= on_the_map
    assert {folder for folder in on_the_map - {EACH_CARRIER} if not (SOURCE / folder).is_dir()} == set()
    assert EACH_CARRIER in on_the_map


def test_the_corridors_name_files_that_exist():
    text = (ROOT / "docs" / "MAP.md").read_text("utf-8")
    for block in re.findall(r"^## Corridor .*?^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for named in re.findall(r"\b((?:interfaces|usecases|domain|look|infra)/[\w./]*)", block):
            assert (SOURCE / named.rstrip(".")).exists(), f"there is no {named}"


def test_every_decision_is_listed_and_has_its_four_parts():
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    listed = re.findall(r"^\| \[(\d{4})\]\((\1-[a-z0-9-]+\.md)\) \|", (folder / "README.md").read_text(), re.MULTILINE)
    assert [page.name for page in pages] == [file for _number, file in listed]
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], page.name


def test_the_table_of_i_want_to_names_places_that_exist():
    for row in rows(ROOT / "docs" / "MAP.md", under="## I want to ..."):
        places = [place for place in code_in(row[1]) if "/" in place]
        assert places or "](" in row[1], f"{row[0]} leads nowhere"
