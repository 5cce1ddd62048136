"""The reference of the command names every command and every option."""

import argparse

from severshop.interfaces.cli.main import _parser
from tests.docs.documents import ROOT, code_in, rows

PAGE = ROOT / "docs" / "reference" / "command.md"


def parsers(parser, words=()):
    """Yield (words, parser) for every command that does something."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield " ".join(words), parser
    for action in inner:
        for name, child in action.choices.items():
            yield from parsers(child, (*words, name))


def test_every_command_is_documented_and_no_other():
    listed = [code_in(row[0])[0] for row in rows(PAGE, under="## Commands")]
    assert sorted(listed) == sorted(f"severshop {words}" for words, _parser in parsers(_parser()))


def test_every_option_is_documented_with_its_command():
    listed = {(code_in(row[0])[0], code_in(row[1])[0].split(" ")[0]) for row in rows(PAGE, under="## Options")}
    real = {
        (f"severshop {words}", option)
        for words, parser in parsers(_parser())
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    assert listed == real
