"""The reference of security names tests that exist, and each of its points has one."""

import ast
import re
from functools import cache

from tests.docs.documents import ROOT, code_in, rows

PAGE = ROOT / "docs" / "reference" / "security.md"
POINTS = re.compile(r"\d+\.\d+\.\d+(, \d+\.\d+\.\d+)*")


@cache
def names_in(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_each_point_has_a_test_that_exists():
    found = rows(PAGE)
    assert found
    for point, asked, shown in found:
        assert POINTS.fullmatch(point), point
        assert asked
        named = [name.split("::") for name in code_in(shown)]
        assert named, f"{point} names no test"
        for path, test in named:
            assert test in names_in(path), f"{point}: {path} has no {test}"
