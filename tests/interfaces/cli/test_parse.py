"""`severshop parse CARRIER FILE`, as whoever types it sees it."""

import io
import json
import subprocess
import sys

import pytest

from severshop.interfaces.cli.main import main
from tests.domain.carriers.samples import samples

SAMPLE = next(sample for sample in samples() if sample.name == "ups/answer_delivered")


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = 0
        try:
            main(["parse", *arguments])
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_a_message_is_printed_as_one_json_object(run):
    status, out, err = run("ups", str(SAMPLE.path))
    assert (status, err) == (0, "")
    assert json.loads(out) == SAMPLE.expected


def test_the_message_may_come_on_standard_input(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAMPLE.body)))
    status, out, _err = run("ups", "-")
    assert status == 0
    assert json.loads(out) == SAMPLE.expected


@pytest.mark.parametrize(
    ("carrier", "content", "says"),
    [
        ("ups", b"<html>Bad gateway</html>", "not a message of ups"),
        ("ups", b"", "not a message of ups"),
        ("ups", b"\x00\xff", "not a message of ups"),
        ("pigeon", b"{}", "no carrier 'pigeon'"),
    ],
)
def test_what_is_not_understood_ends_in_one_line_and_status_2(run, tmp_path, carrier, content, says):
    file = tmp_path / "message"
    file.write_bytes(content)
    status, out, err = run(carrier, str(file))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_a_file_that_cannot_be_read_is_named(run, tmp_path):
    for missing in (tmp_path / "missing", tmp_path):
        status, out, err = run("ups", str(missing))
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert str(missing) in err


def test_an_adapter_that_fails_ends_in_one_line_too(run, monkeypatch):
    monkeypatch.setattr("severshop.interfaces.cli.parsing.parse", lambda *_given, **_named: 1 / 0)
    status, _out, err = run("ups", str(SAMPLE.path))
    assert (status, err) == (2, "severshop: the adapter of ups failed on it: ZeroDivisionError\n")


def test_it_needs_neither_django_nor_a_database():
    program = (
        "import sys; from severshop.interfaces.cli.main import main; "
        f"main(['parse', 'ups', {str(SAMPLE.path)!r}]); print('django' in sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stderr == "False\n"


def test_what_is_larger_than_any_message_is_not_read_to_its_end(run, tmp_path):
    file = tmp_path / "message"
    with file.open("wb") as sparse:
        sparse.truncate(200 * 1024**2)
    status, out, err = run("ups", str(file))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "is larger than 32 MB" in err
