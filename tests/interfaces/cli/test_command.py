"""The command line itself: help at once, and errors that name the mend."""

import os
import socket
import subprocess
import sys

import pytest

from severshop.interfaces.cli.browsing import _Reader
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.main import main
from severshop.interfaces.cli.ports import Ports, port_from_environment


def test_help_names_every_command_and_loads_nothing_heavy():
    code = (
        "import sys\nfrom severshop.interfaces.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('django', 'httpx', 'granian') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for command in ("run", "serve", "worker", "migrate", "seed", "manage", "demo"):
        assert f"\n    {command} " in said
    assert said.rstrip().endswith("[]")


def test_nothing_asked_is_an_error_that_shows_the_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "usage: severshop" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["eight", "0", "70000", "-1", "8000.5", "²"])
def test_a_port_that_is_none_is_named(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(MendableError, match="PORT is"):
        port_from_environment()


@pytest.mark.parametrize("text", ["eight", "99999", "-1"])
def test_an_option_that_is_no_port_is_refused(capsys, text):
    with pytest.raises(SystemExit) as ended:
        main(["run", f"--port={text}"])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "seed"])
def test_what_production_lacks_is_said_in_one_sentence(command, tmp_path):
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    refused = subprocess.run(
        [sys.executable, "-m", "severshop.interfaces.cli", command],
        env=kept | {"SEVERSHOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "severshop.config.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("severshop: ")
    assert refused.stderr.count("\n") == 1


def test_serving_on_a_port_in_use_is_refused_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = subprocess.run(
            [sys.executable, "-m", "severshop.interfaces.cli", "serve", "--port", str(other.getsockname()[1])],
            env=os.environ | {"SEVERSHOP_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert "is in use" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_ports_follow_the_shops_port_and_are_told_to_all(monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setenv("PORT", "8100")
    told = Ports(port_from_environment()).environment()
    assert told["PUBLIC_URL"] == "http://localhost:8100"
    assert told["GATEWAY_URL"] == "http://localhost:8101"
    assert told["CARRIER_URL"] == "http://localhost:8102"
    assert told["SMTP_PORT"] == "8103"


def test_ordering_where_no_shop_is_says_how_to_start_one(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["demo", "order", "--url", "http://localhost:9"])
    assert "make run" in str(ended.value.code)


def test_ordering_to_nowhere_names_the_countries():
    with pytest.raises(SystemExit, match="CH, DE"):
        main(["demo", "order", "--country", "XX", "--url", "http://localhost:9"])


def test_forms_are_read_as_a_browser_would_send_them():
    reader = _Reader()
    reader.feed(
        '<a href="/p/x/">x</a><form method="post" action="/a/"><input type="hidden" name="t" value="1">'
        '<input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked>'
        '<input type="radio" name="r" value="gone" disabled>'
        '<select name="s"><option value="x">X</option><option value="y" selected>Y</option></select>'
        '<input type="checkbox" name="c" value="on"><button name="b" value="1">ok</button></form><input name="outside">'
    )
    form = reader.forms[0]
    assert (form.action, form.method) == ("/a/", "post")
    assert form.values == {"t": ["1"], "r": ["b"], "s": ["y"]}
    assert form.choices == {"r": ["a", "b"], "s": ["x", "y"], "c": ["on"]}
    assert reader.links == ["/p/x/"]
