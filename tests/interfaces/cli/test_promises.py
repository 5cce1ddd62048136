"""`severshop promises backtest`, as somebody types it."""

import json
import subprocess
import sys

import pytest

from severshop.interfaces.cli.main import main


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    made = subprocess.run(
        [sys.executable, "-m", "severshop.simulator.histories", "--orders", "1500", "--days", "150", "--seed", "4"],
        capture_output=True,
        check=True,
        text=True,
    )
    path = tmp_path_factory.mktemp("history") / "history.csv"
    path.write_text(made.stdout + "1,DE/NW,yesterday,,,\n")
    return path


def test_it_prints_one_json_object_and_tells_what_it_refused(history, capsys):
    main(["promises", "backtest", str(history), "--from", "2025-03-01", "--to", "2025-05-15", "--sure", "0.90"])
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert set(report) == {"n", "not_arrived", "promise", "given", "watch", "trivial", "refused"}
    assert set(report["promise"]) == {
        *("mae_median_days", "pinball", "cover80", "width80", "cover90", "width90"),
        *("on_time", "mean_days", "by_month"),
    }
    assert set(report["promise"]["pinball"]) == {"0.5", "0.9", "0.95", "0.90"}
    assert set(report["promise"]["by_month"][0]) == {"month", "n", "on_time", "mean_days"}
    assert set(report["watch"]) == {"precision", "recall", "median_lead_days", "false_per_1000"}
    assert set(report["trivial"]) == {"1", "2", "3", "5"}
    assert [month["month"] for month in report["promise"]["by_month"]] == ["2025-03", "2025-04", "2025-05"]
    assert report["refused"] == {"placed_at is no date": 1}
    assert "refused: placed_at is no date" in told.err


def test_it_runs_by_itself_without_the_shop(history):
    command = [sys.executable, "-m", "severshop.interfaces.cli", "promises", "backtest", str(history)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n"] > 1000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("", "is no history"),
        ("a,b,c\n1,2,3\n", "missing: order_id"),
        ("order_id,lane,placed_at,handed_over_at,delivered_at,promised_on\n", "holds no order"),
        ("order_id,lane,placed_at,handed_over_at,delivered_at,promised_on\n1,DE,2026-01-01,,,\n", "nothing to score"),
    ],
)
def test_what_cannot_be_scored_is_said_in_one_line(tmp_path, content, says):
    path = tmp_path / "history.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SystemExit, match=says):
        main(["promises", "backtest", str(path)])


def test_a_chance_that_is_none_is_explained(history, capsys):
    with pytest.raises(SystemExit):
        main(["promises", "backtest", str(history), "--sure", "93"])
    assert "between 0.5 and 0.999" in capsys.readouterr().err
