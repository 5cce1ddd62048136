"""What stands in a fenced block works: commands exist, JSON parses, Python runs."""

import json
import re
import shlex

import pytest

from tests.docs.documents import DOCUMENTS, ROOT, examples

TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
KNOWN_PROGRAMS = {
    "git",
    "cd",
    "curl",
    "python3",
    "createdb",
    "pg_basebackup",
    "pg_ctl",
    "export",
    "systemctl",
    "tail",
    "jq",
}
"""Programs that are not ours: what they do is theirs to say."""


@pytest.mark.parametrize("example", examples("json"), ids=str)
def test_json_parses(example):
    json.loads(example.text)


@pytest.mark.parametrize("example", examples("python"), ids=str)
def test_python_runs(example):
    exec(compile(example.text, str(example), "exec"), {"__name__": "example"})  # noqa: S102 - our own documents


def commands(text):
    """The commands of a shell example: comments gone, continued lines joined, variables in front cut off."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            words = words[1:]
        if words:
            yield words


@pytest.mark.parametrize("example", examples("sh"), ids=str)
def test_shell_commands_exist(example):
    from severshop.interfaces.cli.main import _parser

    for words in commands(example.text):
        program, *arguments = words
        if program == "make":
            wanted = [word for word in arguments if "=" not in word]
            assert set(wanted) <= TARGETS, f"the Makefile has no {wanted}"
        elif program == ".venv/bin/severshop":
            if arguments[:1] == ["manage"]:
                check_django_command(arguments[1:])
            else:
                _parser().parse_args(arguments)
        elif program.startswith(".venv/bin/"):
            assert (ROOT / program).exists(), f"{program} is not installed"
            for word in arguments:
                if re.match(r"(tests|scripts|src|docs)/", word):
                    assert (ROOT / word.split("::", 1)[0]).exists(), f"there is no {word}"
        else:
            assert program in KNOWN_PROGRAMS, f"{program} is neither ours nor known"


def check_django_command(arguments):
    from django.core.management import get_commands, load_command_class

    name, *options = arguments
    known = get_commands()
    assert name in known
    command = load_command_class(known[name], name) if isinstance(known[name], str) else known[name]
    command.create_parser("severshop manage", name).parse_args(options)


def test_only_languages_that_are_checked_are_used():
    checked = {"sh", "json", "python"}
    shown_only = {"sql", "ini", "yaml"}
    used = {match for path in DOCUMENTS for match in re.findall(r"^```(\w+)$", path.read_text("utf-8"), re.MULTILINE)}
    assert used <= checked | shown_only
