"""`severshop doctor`: looks at everything that the shop needs, and says what is wrong and how to mend it."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from severshop.infra import clock, surroundings
from severshop.infra.surroundings import Finding, Grade
from severshop.interfaces.cli.var import var_folder
from severshop.usecases.reading import checkup

SIGNS = {Grade.WELL: "ok   ", Grade.ODD: "look ", Grade.ILL: "WRONG"}

Look = Callable[[datetime], Iterator[Finding]]


def examine(*, as_json: bool) -> None:
    """Print a line for each thing that was looked at. Ends with the exit status 1 where something is wrong."""
    found = list(findings(clock.now()))
    if as_json:
        print(json.dumps([finding._asdict() for finding in found]))
    else:
        for finding in found:
            print(_line(finding))
    if any(finding.grade is Grade.ILL for finding in found):
        sys.exit(1)


def findings(now: datetime) -> Iterator[Finding]:
    """Look at each thing in turn; what depends on the database is left out where it does not answer."""
    yield _settings()
    yield from _surroundings(now)
    try:
        yield from checkup.of_database(now=now)
        yield from checkup.of_work(now=now)
    except DatabaseError as error:
        yield Finding(
            Grade.ILL,
            "database",
            f"does not answer: {_first_line(error)}",
            "Start it, or mend DATABASE_URL; on an empty one: severshop migrate",
        )


def _settings() -> Finding:
    if settings.DEMO:
        return Finding(
            Grade.ODD,
            "settings",
            "the demo's: secrets are public",
            "To sell, set DJANGO_SETTINGS_MODULE=severshop.config.settings.production",
        )
    return Finding(Grade.WELL, "settings", "for a shop that sells")


def _surroundings(now: datetime) -> Iterator[Finding]:
    database = settings.DATABASES["default"]
    is_file = connection.vendor == "sqlite"
    yield from surroundings.disk([var_folder(), *([Path(database["NAME"]).parent] if is_file else [])])
    yield surroundings.static_files(Path(settings.STATIC_ROOT))
    yield surroundings.mail_server()
    yield from surroundings.service("gateway", settings.GATEWAY_URL, setting="GATEWAY_URL", now=now)
    yield from surroundings.service("carrier", settings.CARRIER_URL, setting="CARRIER_URL", now=now)
    yield surroundings.hooks(settings.CARRIER_HOOK_SECRETS)


def _line(finding: Finding) -> str:
    line = f"{SIGNS[finding.grade]}  {finding.about}: {finding.says}"
    return f"{line}\n       {finding.mend}" if finding.mend else line


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
