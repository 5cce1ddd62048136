"""What `scripts/mutants.py` breaks exists, and each change that it may let pass has a reason and a place."""

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.test_layout import ROOT

MUTATED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]["only_mutate"]
LISTED = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text())["survivor"]


def functions_of(path) -> Iterator[str]:
    """Yield the functions and methods of a file, as the list names them."""
    module = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef):
            yield f"{module}.{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from (f"{module}.{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize("path", MUTATED)
def test_what_is_broken_exists(path):
    assert (ROOT / path).exists()


def test_what_may_pass_has_its_place_and_a_reason():
    known = {name for path in MUTATED for name in functions_of(path)}
    assert {one["function"] for one in LISTED} <= known
    for one in LISTED:
        assert one["became"] != one["was"]
        assert one["because"].endswith(".")
