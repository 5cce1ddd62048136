"""What a run measures with: places, cores, seeds, how long and how often."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.bench.drivers import Place, connect
from tests.bench.servers import free_port, run, running, wait_for


@dataclass(frozen=True)
class Effort:
    """How much is done: the full run, or a look whether all of it works."""

    orders: int
    rounds: int
    seconds: float
    open_pages: int
    seen_seconds: float
    fold_rounds: int
    open_parcels: int
    """Among how many the watch is measured in the end."""


FULL = Effort(
    orders=10_000, rounds=15, seconds=0.4, open_pages=1000, seen_seconds=5.0, fold_rounds=11, open_parcels=1_000_000
)
QUICK = Effort(orders=600, rounds=2, seconds=0.3, open_pages=200, seen_seconds=1.0, fold_rounds=1, open_parcels=20_000)


@dataclass
class Run:
    """One database under measurement."""

    place: Place
    effort: Effort
    server_core: int | None
    client_core: int | None
    wants: Callable[[str], bool]

    @cached_property
    def seeds(self) -> dict[str, Any]:
        """Fill the database, once, and return what clients need to know of it."""
        out = self.place.var / "seeds.json"
        run(self.place, "tests.bench.seed", "--orders", str(self.effort.orders), "--out", str(out))
        seeds: dict[str, Any] = json.loads(out.read_text())
        return seeds

    @contextmanager
    def shop(self) -> Iterator[int]:
        """Serve the shop as `severshop serve` does; give its port."""
        port = free_port()
        arguments = ("serve", "--port", str(port))
        with running(self.place, "severshop.interfaces.cli", *arguments, core=self.server_core, log="web") as process:
            wait_for(port, "/t/nobody.json", process)
            yield port

    @contextmanager
    def bare(self, kind: str) -> Iterator[int]:
        """Serve a limit; give its port."""
        port = free_port()
        arguments = (kind, "--port", str(port))
        with running(self.place, "tests.bench.bare", *arguments, core=self.server_core, log=f"bare-{kind}") as process:
            wait_for(port, "/t/nobody", process)
            yield port

    def clear_inbox(self) -> None:
        """Take away the messages that a figure left behind."""
        database = connect(self.place.url)
        for table in ("tracking_rawmessage", "tracking_messagekey"):
            database.rows(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        database.close()

    def warn_if_client_was_the_limit(self, name: str, busiest: float) -> None:
        if busiest > 0.9:
            say(f"  {name}.{self.place.name}: the client used {busiest:.0%} of its core and may have been the limit")


def say(text: str) -> None:
    """Tell whoever watches."""
    print(text, file=sys.stderr, flush=True)
