"""How well the learned dates are kept, on histories that nobody has tuned them for."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from severshop.domain.promises.learning import backtest
from severshop.domain.promises.learning.backtest import Backtest
from severshop.domain.promises.learning.history import PastOrder
from severshop.domain.promises.learning.learner import Learner
from severshop.domain.promises.learning.scores import scores
from severshop.domain.promises.learning.table import NEVER, table_of
from severshop.domain.promises.queries import is_public_holiday
from severshop.simulator.histories.model import DAY, World

SURE = 0.93
ASKED = {"0.5": 0.5, "0.9": 0.9, "0.95": 0.95, "0.93": SURE}
LEARNING_DAYS = 120


def past(world):
    """The world's orders as its shop knows them on the last evening."""
    end = datetime.combine(world.first + world.days * DAY, datetime.min.time())

    def known(moment):
        return moment if moment is not None and moment < end else None

    return [
        PastOrder(
            str(story.number),
            tuple(story.lane.casefold().split("/")),
            story.placed_at,
            known(story.handed_over_at),
            known(story.delivered_at),
            story.promised_on,
        )
        for story in world.stories()
    ]


def report_on(orders, *, since, until):
    table = table_of(orders)
    scored = (table.placed >= since.toordinal()) & (table.placed <= until.toordinal())
    walk = Backtest(table, scored, chances=tuple(ASKED.values()), sure=SURE, is_holiday=cache(is_public_holiday))
    said = walk.run(progress=lambda _done, _all: None)
    last_day = int(table.delivered[table.delivered < NEVER].max())
    return scores(table, said, scored=scored, asked=ASKED, last_day=last_day)


@pytest.fixture(scope="module", params=[11, 12, 13])
def lived(request):
    world = World(orders=15_000, days=480, first=date(2025, 1, 1), seed=request.param)
    return world, report_on(past(world), since=world.first + LEARNING_DAYS * DAY, until=world.first + 440 * DAY)


def test_the_asked_share_is_kept_overall_and_month_by_month(lived):
    world, report = lived
    assert report["promise"]["on_time"] == pytest.approx(SURE, abs=0.015)
    for month in report["promise"]["by_month"]:
        if month["month"] not in {world.fails_from.isoformat()[:7], (world.fails_from - 5 * DAY).isoformat()[:7]}:
            assert month["on_time"] == pytest.approx(SURE, abs=0.06), month


def test_windows_hold_what_they_say(lived):
    _world, report = lived
    assert 0.87 <= report["promise"]["cover90"] <= 0.93
    assert 0.76 <= report["promise"]["cover80"] <= 0.84


def test_the_learned_promise_is_better_than_the_given_one(lived):
    _world, report = lived
    assert report["promise"]["pinball"]["0.93"] < report["given"]["pinball"]["0.93"]


def test_the_watch_is_more_precise_than_waiting_for_the_last_day(lived):
    _world, report = lived
    assert report["watch"]["precision"] > report["trivial"]["1"]["precision"]
    assert report["watch"]["false_per_1000"] < report["trivial"]["1"]["false_per_1000"] / 2
    assert report["watch"]["median_lead_days"] > 1


class OnlyWhatEnded(Learner):
    """The mistake that the real one avoids: what an order waited counts when it has ended, and until then not at all."""

    def _observe(self, stage, rows, *, share, ended, day):
        kept = self.__dict__.setdefault("kept", {})
        observe, stage.hazards.observe = stage.hazards.observe, lambda _paths, **seen: seen_today.update(seen)
        seen_today = {}
        super()._observe(stage, rows, share=share, ended=ended, day=day)
        stage.hazards.observe = observe
        for at, row in enumerate(rows):
            kept.setdefault((id(stage), row), []).append((seen_today["ages"][at], seen_today["waited"][at]))
        told = [(row, *lived) for row in rows[ended] for lived in kept.pop((id(stage), row))]
        if told:
            over, ages, waited = (np.array(column) for column in zip(*told, strict=True))
            last = np.append(over[1:] != over[:-1], True)
            day -= self.first_day
            observe(self._tree.paths[over], ages=ages, waited=waited, ended=last, day=day)


def test_who_drops_what_is_not_delivered_yet_keeps_less_than_was_asked(monkeypatch):
    world = World(orders=8_000, days=300, first=date(2025, 1, 1), seed=11)
    asked = {"since": world.first + 40 * DAY, "until": world.first + 299 * DAY}
    honest = report_on(grown_slower(past(world)), **asked)
    monkeypatch.setattr(backtest, "Learner", OnlyWhatEnded)
    careless = report_on(grown_slower(past(world)), **asked)
    assert careless["promise"]["on_time"] < honest["promise"]["on_time"] - 0.015


def grown_slower(orders):
    """Let every parcel travel longer by a day for each fortnight that has gone: what is quick today is not typical."""

    def later(order):
        if order.delivered_at is None:
            return order
        delivered = order.delivered_at + timedelta(days=(order.placed_at.date() - date(2025, 1, 1)).days // 15)
        return replace(order, delivered_at=delivered if delivered < datetime(2025, 10, 28) else None)

    return [later(order) for order in orders]


def test_a_lane_that_nobody_has_seen_gets_a_wide_window_and_no_error():
    world = World(orders=2_000, days=120, first=date(2025, 1, 1), seed=5)
    orders = past(world)
    strange = [replace(order, lane=("xx", "nowhere", "at all")) for order in orders[-20:]] + [
        replace(orders[-1], order_id="no lane", lane=())
    ]
    report = report_on([*orders[:-20], *strange], since=world.first + 60 * DAY, until=world.first + 119 * DAY)
    assert report["n"] > 0


def test_the_same_seed_makes_the_same_history():
    one, other = (list(World(orders=300, days=60, first=date(2025, 1, 1), seed=3).stories()) for _ in range(2))
    assert one == other
    assert Counter(story.delivered_at is None for story in one)[True] < 10
    assert np.all([story.handed_over_at.date() >= story.placed_at.date() for story in one])
