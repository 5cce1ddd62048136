"""`severshop number`, as a machine calls it."""

import json

import pytest

from severshop.interfaces.cli.main import main


def test_each_number_is_a_line_with_its_carriers(capsys):
    main(["number", "1z 999-aa1 0123456784", "986578788855", "nonsense"])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said == [
        {"number": "1z 999-aa1 0123456784", "valid": True, "carriers": ["ups"]},
        {"number": "986578788855", "valid": True, "carriers": ["fedex"]},
        {"number": "nonsense", "valid": False, "carriers": []},
    ]


def test_without_a_number_the_command_says_what_it_wants(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["number"])
    assert ended.value.code == 2
    assert "NUMBER" in capsys.readouterr().err
