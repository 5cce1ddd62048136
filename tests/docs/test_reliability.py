"""The reference of reliability names tests that exist, in the suite that runs them, and the kills that are tried."""

import ast
from functools import cache

from tests.docs.documents import ROOT, code_in, rows
from tests.faults.test_kills import LONG_KILLS

PAGE = ROOT / "docs" / "reference" / "reliability.md"
SECTIONS = ("## Killed parts", "## A database that is away", "## Many at once")


@cache
def cases_in(path):
    """The names of a file's tests, and whether they take long."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    all_long = any(isinstance(node, ast.Assign) and "mark.long" in ast.unparse(node) for node in tree.body)
    return {
        node.name: all_long or any("mark.long" in ast.unparse(mark) for mark in node.decorator_list)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def promises():
    return [row for section in SECTIONS for row in rows(PAGE, under=section)]


def test_each_promise_has_a_test_in_the_suite_that_is_named():
    for promise, shown, suite, how_much in promises():
        assert promise
        assert how_much
        path, test = code_in(shown)[0].split("::")
        assert test in cases_in(path), f"{path} has no {test}"
        assert code_in(suite) == ["make test-long" if cases_in(path)[test] else "make test"], test


def test_every_fault_has_a_row():
    named = {code_in(shown)[0] for _promise, shown, _suite, _how_much in promises()}
    for path in sorted((ROOT / "tests" / "faults").glob("test_*.py")):
        relative = path.relative_to(ROOT).as_posix()
        assert {f"{relative}::{test}" for test in cases_in(relative)} <= named


def test_the_kills_are_as_many_as_the_page_says():
    (row,) = [row for row in promises() if "test_nor_do_many_kills" in row[1]]
    assert row[3] == f"{LONG_KILLS:,} kills"
