"""quote: the dates of an offer, against the bare arithmetic of them on terms that lie ready.

Many routes in turn, at moments of one day, with learned times for half of them: in one process, on the database that
the shop would run on.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from tests.bench.figures import MICROSECONDS, Figure, figure
from tests.bench.run import Run
from tests.bench.servers import pin, run

KIND = "quote"
CARRIERS = ("dhl", "ups", "fedex", "royalmail")
COUNTRIES = ("DE", "AT", "BE", "DK", "ES", "FR", "IT", "NL", "PL", "SE", "CH", "GB")
MOMENTS = 5
AT = datetime(2026, 12, 21, 6, 0, tzinfo=UTC)
"""Christmas lies ahead: the days to be left out are many."""

Ask = Callable[[], Any]


def quote_figures(of: Run) -> list[Figure]:
    """Measure in a process on the server's core."""
    if not of.wants(KIND):
        return []
    core = -1 if of.server_core is None else of.server_core
    arguments = ["--rounds", str(of.effort.rounds), "--seconds", str(of.effort.seconds), "--core", str(core)]
    took = json.loads(run(of.place, "tests.bench.quoting", *arguments, LOG_LEVEL="WARNING"))
    return [figure(KIND, of.place.name, values=took["ours"], limits=took["bare"], unit=MICROSECONDS)]


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.4)
    parser.add_argument("--core", type=int, default=-1, help="the core to run on")
    asked = parser.parse_args()
    pin(None if asked.core < 0 else asked.core)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    django.setup()
    print(json.dumps(measure(rounds=asked.rounds, seconds=asked.seconds)))


def measure(*, rounds: int, seconds: float) -> dict[str, list[float]]:
    """Ask for the one and the other for a while, and so on; return microseconds a quote. The first round warms up."""
    ours, bare = asks()
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(rounds + 1):
        took["ours"].append(_microseconds(ours, seconds))
        took["bare"].append(_microseconds(bare, seconds))
    return {side: each[1:] for side, each in took.items()}


def asks() -> tuple[list[Ask], list[Ask]]:
    """Return the same dates, each asked for as the shop does and counted barely."""
    from severshop.domain.promises.rules import Days, RuleDays, arrives_by
    from severshop.domain.promises.seed import load_calendars
    from severshop.usecases.promising.dates import dates_for
    from severshop.usecases.promising.terms import terms_for
    from severshop.vocabulary.routes import Route

    load_calendars(now=AT)
    rule = RuleDays(Days(fewest=1, most=2), Days(fewest=2, most=5))
    routes = [Route(carrier, "standard", "DE", country) for carrier, country in product(CARRIERS, COUNTRIES)]
    learn(routes[::2])
    ours: list[Ask] = []
    bare: list[Ask] = []
    for route, at in product(routes, (AT + timedelta(hours=3 * count) for count in range(MOMENTS))):
        used = days_of(route, rule)
        terms = terms_for(route, used, at, are_whole=used is not rule)
        assert dates_for(route, rule=rule, at=at).window == arrives_by(at, terms=terms)
        ours.append(lambda route=route, at=at: dates_for(route, rule=rule, at=at))
        bare.append(lambda at=at, terms=terms: arrives_by(at, terms=terms))
    return ours, bare


def days_of(route: Any, rule: Any) -> Any:
    """Return the days that the route's dates are counted by: learned ones, or the rule itself."""
    from severshop.domain.promises.learned import curves_for, sureness
    from severshop.domain.promises.learning.curves import learned_days
    from severshop.domain.promises.rules import RuleDays

    curves = curves_for(route)
    return RuleDays(*learned_days(curves.handling, curves.transit, sure=sureness())) if curves else rule


def learn(routes: Any) -> None:
    """Write down times for these routes, as if many parcels had taught them."""
    from severshop.domain.promises.learned import look_again
    from severshop.domain.promises.models import LearnedLane, LearnedTimes

    times, _ = LearnedTimes.objects.get_or_create(made_at=AT, defaults={"records": 4000, "open_records": 90})
    curves = {"handling": [0.3, 0.8, 0.95, 0.99, 1.0], "transit": [0.0, 0.2, 0.6, 0.8, 0.9, 0.96, 0.99, 1.0]}
    LearnedLane.objects.bulk_create(
        LearnedLane(times=times, stage=stage, lane=route.lanes[0], ended=200, open=9, chances=chances)
        for route in routes
        for stage, chances in curves.items()
    )
    look_again()


def _microseconds(asks: list[Ask], seconds: float) -> float:
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for ask in asks:
            ask()
        count += len(asks)
    return took / count * 1e6


if __name__ == "__main__":
    main()
