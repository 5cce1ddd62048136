"""The checker of translations finds each fault that it promises to find."""

import ast
import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Message

ROOT = Path(__file__).parents[2]


def load():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


faults = load().faults


@pytest.mark.parametrize(
    ("original", "translated", "said"),
    [
        ("Send", "", "is not translated"),
        (("%(n)d day", "%(n)d days"), ("%(n)d Tag", ""), "is not translated"),
        ("By %(day)s", "Bis %(tag)s", "has the placeholders"),
        ("By %(day)s", "Bis dann", "has the placeholders"),
        (("%(n)d day", "%(n)d days"), ("ein Tag", "Tage"), "has the placeholders"),
        ("See <a href='/a'>it</a>.", "Siehe <a href='/b'>es</a>.", "has other HTML"),
        ("See <b>it</b>.", "Siehe es.", "has other HTML"),
        ("Carrier:", "Paketdienst", "ends otherwise"),
        ("That is all.", "Das ist alles", "ends otherwise"),
        ("Send", "Senden ", "begins or ends with space"),
        ("Send it", "Senden  Sie es", "two spaces"),
        ("The word “Shipped”", 'Das Wort "Versandt"', "quotation marks"),
        ("The word “Shipped”", "Das Wort “Versandt”", "quotation marks"),
        ("Your order", "Deine Bestellung", "does not say Sie"),
        ("Lost at MOMENT.", "Verloren.", "lost the word"),
    ],
)
def test_a_fault_is_found(original, translated, said):
    message = Message(original, translated, flags=["python-format"])
    assert any(said in fault for fault in faults(message, "de")), list(faults(message, "de"))


def test_what_was_only_guessed_is_told():
    assert "is only guessed" in set(faults(Message("Send", "Senden", flags=["fuzzy"]), "de"))


@pytest.mark.parametrize(
    ("original", "translated"),
    [
        ("By %(day)s it is with you.", "Bis %(day)s ist es bei Ihnen."),
        ("%(a)s and %(b)s", "%(b)s nach %(a)s"),
        (("%(n)d day", "%(n)d days"), ("ein Tag", "%(n)d Tage")),
        ("The word “Shipped”.", "Das Wort „Versandt“."),
        ('<a href="/help/">Help</a>', '<a href="/help/">Hilfe</a>'),
    ],
)
def test_what_is_right_passes(original, translated):
    assert list(faults(Message(original, translated), "de")) == []


def test_quotation_marks_of_another_language_are_its_own():
    assert list(faults(Message("“Yes”", "« Oui »"), "fr")) == []


def test_every_way_in_which_the_code_marks_sentences_is_collected():
    tree = ast.parse((ROOT / "scripts" / "sentences.py").read_text("utf-8"))
    assignment = next(node for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "KEYWORDS")
    collected = {key.value for key in assignment.value.keys}
    used = set()
    for path in (ROOT / "src" / "severshop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                used |= {name.asname or name.name for name in node.names if "gettext" in name.name}
    assert used <= collected
