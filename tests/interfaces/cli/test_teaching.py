"""`severshop promises learn` and `teach`, as somebody types them."""

import json
from datetime import timedelta

import pytest

from severshop.domain.promises import learned
from severshop.infra import clock
from severshop.interfaces.cli.main import main
from severshop.vocabulary.routes import Route

pytestmark = pytest.mark.django_db
HEADER = "order_id,lane,placed_at,handed_over_at,delivered_at,promised_on,carrier,option\n"


def history(path, *lines):
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return str(path)


def test_a_history_is_taken_in_and_learned_from(tmp_path, capsys):
    days = [(clock.now() - timedelta(days=age)).date() for age in range(40, 60)]
    lines = [
        f"{day},DK,{day},{day + timedelta(days=1)},{day + timedelta(days=4)},{day + timedelta(days=9)},ups,standard"
        for day in days
    ]
    path = history(tmp_path / "history.csv", *lines, "x,nowhere,2026-01-02,,,,,")
    main(["promises", "teach", path])
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert (report["taught"], report["refused"]) == (20, {"lane begins with no country": 1})
    assert "line 22 refused: lane begins with no country" in said.err
    assert (report["learned"]["records"], report["learned"]["open"]) == (20, 0)
    assert learned.curves_for(Route("ups", "standard", "DE", "DK")).ended == 20
    main(["promises", "learn"])
    assert json.loads(capsys.readouterr().out)["imported"] == 20


def test_where_nothing_was_delivered_nothing_is_learned(capsys):
    main(["promises", "learn"])
    assert json.loads(capsys.readouterr().out) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read"), ("a,b\n1,2\n", "missing: order_id"), (HEADER, "holds no order")],
)
def test_what_cannot_teach_is_said_in_one_line(tmp_path, content, says):
    path = tmp_path / "history.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SystemExit, match=says):
        main(["promises", "teach", str(path)])
