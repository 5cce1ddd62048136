"""`severshop replay` says what changed, or would."""

from datetime import timedelta

import pytest

from severshop.domain.tracking.models import CodeMapping
from severshop.infra import clock
from severshop.interfaces.cli.errors import MendableError
from severshop.interfaces.cli.replaying import SHOWN, replay_messages, report
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Change, Replayed
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, public_page, track_alert

EVERYTHING = {"carrier": "", "code": "", "since": "", "dry_run": False}


@pytest.fixture
def order(db):
    """An order with a parcel whose only scan has a code that staff have just learnt to read."""
    now = clock.now() - timedelta(hours=2)
    order = placed_order(now=now)
    number = packed_parcel(order, now=now).tracking_number
    receive_messages([message("ups", track_alert(number, at=now, kind="X", code="QQ9"))], now=now)
    update_timelines(now=now)
    CodeMapping.objects.create(carrier="ups", code="QQ9", milestone="lost", mapped_at=now)
    return order


def test_a_dry_run_names_each_change_and_changes_nothing(order, capsys):
    replay_messages(**EVERYTHING | {"dry_run": True})
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "1 message read again, about 1 order: 1 scan would change.",
        f"{order.number}: shipped -> shipped (lost)",
        f"{order.number} parcel 1: not_yet_known -> lost",
        "     1 orders: shipped -> shipped (lost)",
        "     1 parcels: not_yet_known -> lost",
        "Nothing was written.",
    ]
    assert said.err == ""
    assert public_page(order.id)["attention"] is None


@pytest.mark.parametrize("choice", [{}, {"carrier": "ups"}, {"code": "QQ9"}, {"since": "2020-01-01"}])
def test_a_replay_changes_what_the_dry_run_said(order, capsys, choice):
    replay_messages(**EVERYTHING | choice)
    assert "1 scan changed." in capsys.readouterr().out
    assert public_page(order.id)["attention"] == "lost"


@pytest.mark.parametrize("choice", [{"carrier": "dhl"}, {"code": "QQ8"}, {"since": "2999-01-01"}])
def test_what_was_not_chosen_is_left_alone(order, choice):
    replay_messages(**EVERYTHING | choice)
    assert public_page(order.id)["attention"] is None


def test_a_day_that_is_none_is_named():
    with pytest.raises(MendableError, match="--since is 'yesterday'"):
        replay_messages(**EVERYTHING | {"since": "yesterday"})


def test_on_a_terminal_it_shows_how_far_it_is(order, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    replay_messages(**EVERYTHING)
    assert capsys.readouterr().err.endswith(f"[{'#' * 30}] 2 of 2\n")


def test_many_changes_are_counted_rather_than_listed():
    change = Change(order_number="BS-1", parcel=None, was="shipped", now="delivered")
    lines = report(Replayed(messages=99, orders=99, scans_changed=99, changes=[change] * 99), dry_run=False)
    assert len(lines) == SHOWN + 3
    assert lines[-2:] == [f"... and {99 - SHOWN} more", "    99 orders: shipped -> delivered"]


def test_a_carrier_that_nobody_knows_is_named():
    with pytest.raises(MendableError, match="no carrier 'pigeon'; there are canadapost, dhl"):
        replay_messages(**EVERYTHING | {"carrier": "pigeon"})
