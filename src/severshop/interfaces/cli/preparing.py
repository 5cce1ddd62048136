"""Set-up of the demo: tables, static files, data. Fingerprints make a second time instant."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from severshop.interfaces.cli.announcing import say
from severshop.interfaces.cli.var import PREPARED, var_folder

PACKAGE = Path(__file__).resolve().parents[2]
SEEDS = (
    "domain/catalogue",
    "domain/shipping",
    "interfaces/cli",
    "simulator/carrier/data",
    "simulator/histories",
    "usecases/seeding",
)


def is_prepared() -> bool:
    """Tell whether nothing changed since the last set-up. Loads neither Django nor the settings."""
    return _wanted() == _found()


def prepare() -> None:
    """Do what is not up to date, and say so while doing it."""
    # What is learned on the way goes to the log of whoever serves, not between these lines.
    os.environ["LOG_LEVEL"] = os.environ.get("LOG_LEVEL") or "WARNING"
    import django  # noqa: PLC0415 - only a set-up that has something to do loads it

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from severshop.interfaces.cli.seeding import seed  # noqa: PLC0415

    wanted, found = _wanted(), _found()
    is_new = wanted["database"] != found.get("database")
    if is_new or wanted["tables"] != found.get("tables"):
        say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
    if wanted["static"] != found.get("static"):
        say("Collecting the static files")
        call_command("collectstatic", interactive=False, verbosity=0)
    if is_new or wanted["seeds"] != found.get("seeds"):
        say("Filling in catalogue, calendars, and the demo's past and orders")
        seed(orders=True)
    (var_folder() / PREPARED).write_text(json.dumps(_wanted()))


def _wanted() -> dict[str, str]:
    return {
        "tables": _fingerprint(PACKAGE.glob("**/migrations/*.py")),
        "static": _fingerprint((PACKAGE / "look" / "static").rglob("*")),
        "seeds": _fingerprint(path for folder in SEEDS for path in (PACKAGE / folder).rglob("*")),
        "database": _database(),
    }


def _found() -> dict[str, str]:
    path = var_folder() / PREPARED
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if (var_folder() / "static").is_dir() else {**found, "static": ""}


def _database() -> str:
    """Return which database it is: another one, or a file that was deleted, is set up anew."""
    if url := os.environ.get("DATABASE_URL"):
        # Whether a database server still holds what it held, only asking it would tell: set up each time.
        return url if url.startswith("sqlite") else f"{url} {os.getpid()}"
    path = var_folder() / "shop.sqlite3"
    return f"file {path.stat().st_ino}" if path.exists() else "none yet"


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(PACKAGE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
