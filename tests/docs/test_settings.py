"""The reference of settings names every variable that is read, with its default, and no other."""

import ast
import re

from tests.docs.documents import ROOT, SOURCE, code_in, rows

PAGE = ROOT / "docs" / "reference" / "settings.md"
READERS = {
    node.name
    for node in ast.parse((SOURCE / "config/environment.py").read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
}


def reads():
    """Yield (variable, default or None) for every variable that the shop reads from its environment."""
    for path in [*SOURCE.glob("config/**/*.py"), *SOURCE.glob("interfaces/**/*.py"), *SOURCE.glob("simulator/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                yield from read_by(node)


def read_by(call):
    holder, name = ast.unparse(call.func.value), call.func.attr
    first = call.args[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return
    if holder == "environment" and name in READERS:
        given = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "default")]
        yield first.value, given[0].value if given and isinstance(given[0], ast.Constant) else None
    if holder == "os.environ" and name in {"get", "setdefault"}:
        yield first.value, None


def documented():
    return {code_in(row[0])[0]: row[1] for row in rows(PAGE)}


def test_every_variable_that_is_read_is_documented_and_no_other():
    assert set(documented()) == {name for name, _default in reads()}


def test_the_defaults_are_the_real_ones():
    for name, default in reads():
        said = documented()[name]
        if isinstance(default, bool):
            assert said == f"`{int(default)}`", name
        elif default and not default.startswith("demo-s") and not default.startswith("demo-l"):
            assert said == f"`{default}`", name
        elif default == "":
            assert said == "none", name


def test_the_page_has_no_variable_twice():
    names = [code_in(row[0])[0] for row in rows(PAGE)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Z_]+", name) for name in names)
