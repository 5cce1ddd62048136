"""What import-linter cannot see of the house's rules."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "severshop"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)

ALLOWED_POINTERS = {
    ("orders", "customers"),
    ("payments", "customers"),
    ("baskets", "customers"),
    ("notifications", "customers"),
    ("notifications", "orders"),
    ("support", "customers"),
    ("support", "orders"),
    ("support", "fulfilment"),
    ("fulfilment", "orders"),
    ("fulfilment", "customers"),
    ("tracking", "customers"),
    ("tracking", "orders"),
    ("tracking", "fulfilment"),
    ("promises", "orders"),
    ("promises", "fulfilment"),
    ("promises", "customers"),
    ("watch", "orders"),
    ("watch", "fulfilment"),
    ("watch", "customers"),
    ("policies", "customers"),
    ("snapshots", "orders"),
    ("returns", "orders"),
    ("returns", "fulfilment"),
    ("returns", "customers"),
    ("claims", "orders"),
    ("claims", "fulfilment"),
    ("claims", "customers"),
}
"""Which room's tables may hold a foreign key to which other room's."""


def foreign_keys():
    for model in apps.get_models():
        if model.__module__.startswith("severshop."):
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model is not None:
                    yield model, field


def test_foreign_keys_between_rooms_are_on_the_map_and_one_way():
    for model, field in foreign_keys():
        here, there = model._meta.app_label, field.related_model._meta.app_label
        if here == there or not field.related_model.__module__.startswith("severshop."):
            continue
        assert (here, there) in ALLOWED_POINTERS, f"{model.__name__}.{field.name} points from {here} to {there}"
        assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name} opens a way back"


def test_no_table_of_an_order_points_at_the_catalogue():
    for model, field in foreign_keys():
        if field.related_model._meta.app_label == "catalogue":
            assert model._meta.app_label == "catalogue"


def test_only_refresh_status_writes_the_status():
    writers = [
        path.relative_to(SOURCE).as_posix()
        for path in FILES
        if re.search(r"\bwrite_snapshots\(|\bSnapshot\.objects\.(bulk_)?(create|update)", path.read_text())
    ]
    assert sorted(writers) == ["domain/snapshots/actions.py", "usecases/refresh_status.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_file_fits_one_head_and_a_function_one_screen(path):
    text = path.read_text()
    assert text.count("\n") <= 300, "split it: a file has at most 300 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines; a function has at most 60"


def test_rules_read_no_clock():
    for path in [
        *SOURCE.glob("domain/*/rules.py"),
        *SOURCE.glob("domain/carriers/**/*.py"),
        *SOURCE.glob("vocabulary/*.py"),
    ]:
        text = path.read_text()
        for reading in ("datetime.now", "date.today", "time.time", "utcnow"):
            assert reading not in text, f"{path.name} reads the clock; take `now` as an argument"


def test_nobody_but_the_edge_reads_the_clock():
    for path in [*SOURCE.glob("domain/**/*.py"), *SOURCE.glob("usecases/**/*.py")]:
        assert "infra.clock" not in path.read_text(), f"{path}: take `now` as an argument"


def test_nothing_is_left_to_do_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    for path in FILES:
        assert not marks.search(path.read_text()), f"{path} puts something off"
