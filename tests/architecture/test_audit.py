"""Whatever staff can do by a button reaches the audit log, and the log has words for it."""

import ast
import inspect
import textwrap
from pathlib import Path

import pytest
from django.urls import get_resolver

import severshop.usecases
from severshop.domain.audit import actions as audit
from severshop.interfaces.staff.audit_words import acts
from tests.interfaces.who_may import WHO_MAY

NO_ACTS = {"staff:sign-in", "staff:sign-out"}
FOLLOWED = ("severshop.usecases.", "severshop.interfaces.staff.")
NOTES = {audit.note, audit.note_each}
STAFF_POSTS = sorted(
    name for name, row in WHO_MAY.items() if name.startswith("staff:") and row.post and name not in NO_ACTS
)


def view_of(name):
    patterns = next(
        part for part in get_resolver().url_patterns if getattr(part, "namespace", "") == "staff"
    ).url_patterns
    return next(one.callback for one in patterns if one.name == name.removeprefix("staff:"))


def named_in(function):
    """Everything that a function's source names and its module knows."""
    function = inspect.unwrap(function)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Name):
            yield function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(function.__globals__.get(node.value.id), node.attr, None)


def reaches_the_log(function):
    seen, ahead = set(), [inspect.unwrap(function)]
    while ahead:
        for found in named_in(ahead.pop()):
            if not inspect.isfunction(found):
                continue
            if found in NOTES:
                return True
            plain = inspect.unwrap(found)
            if plain not in seen and plain.__module__.startswith(FOLLOWED):
                seen.add(plain)
                ahead.append(plain)
    return False


@pytest.mark.parametrize("name", STAFF_POSTS)
def test_every_button_of_the_staff_reaches_the_log(name):
    assert reaches_the_log(view_of(name)), f"{name} does something that no line of the audit log tells of"


def test_a_page_that_only_shows_does_not():
    assert not reaches_the_log(view_of("staff:home"))


def said(node):
    """The words that an expression can be."""
    if isinstance(node, ast.IfExp):
        return {*said(node.body), *said(node.orelse)}
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def noted_acts():
    for path in sorted(Path(severshop.usecases.__file__).parent.rglob("*.py")):
        source = path.read_text()
        if "domain.audit.actions" not in source and "usecases.returning.found" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name):
                if any(part in node.func.id.lower() for part in ("note", "audit", "_act")):
                    yield from said(node.args[0])
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "act":
                yield from said(node.value)


def test_every_act_has_words():
    found = set(noted_acts())
    assert {
        "start picking",
        "grant cancellation",
        "complete return",
        "ask carrier",
        "pay back out of goodwill",
    } <= found
    assert found - {act for act, _words in acts()} == set()
