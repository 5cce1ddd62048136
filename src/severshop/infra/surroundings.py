"""What the shop needs around it, looked at: disk, static files, mail server, other services and their clocks."""

import shutil
import smtplib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import httpx
from django.core.mail import mailers

from severshop.infra.http import client

LEAST_FREE_SHARE = 0.05
LEAST_FREE_BYTES = 500_000_000
FARTHEST_CLOCK = timedelta(seconds=30)
"""Signed calls are refused by many services when the clocks are minutes apart."""
MEGABYTE = 1_000_000


class Grade(StrEnum):
    """How it is: well, worth a look, or in the way of the shop's work."""

    WELL = "well"
    ODD = "odd"
    ILL = "ill"


class Finding(NamedTuple):
    """One thing that was looked at. `mend` says what to do, and is empty where nothing is."""

    grade: Grade
    about: str
    says: str
    mend: str = ""


def disk(folders: Iterable[Path]) -> Iterator[Finding]:
    """Return how much room is left where files grow, once for each disk."""
    seen = set()
    for folder in folders:
        there = next((parent for parent in (folder, *folder.parents) if parent.exists()), Path("/"))
        if (device := there.stat().st_dev) in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(there)
        says = f"{usage.free // MEGABYTE:,} MB free at {there}"
        is_tight = usage.free < LEAST_FREE_BYTES or usage.free < usage.total * LEAST_FREE_SHARE
        mend = "Make room: a full disk stops every order" if is_tight else ""
        yield Finding(Grade.ILL if is_tight else Grade.WELL, "disk", says, mend)


def static_files(root: Path) -> Finding:
    """Return whether style sheets and scripts lie where they are served from."""
    if (root / "staticfiles.json").exists():
        return Finding(Grade.WELL, "static files", "collected")
    return Finding(
        Grade.ILL, "static files", f"none at {root}", "Collect them: severshop manage collectstatic --no-input"
    )


def mail_server() -> Finding:
    """Return whether the mail server lets us in. Nothing is sent."""
    mailer = mailers.default
    mend = "Check SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD and SMTP_TLS. Mails wait until it is back"
    try:
        mailer.open()
        mailer.close()
    except smtplib.SMTPResponseException as error:
        return Finding(Grade.ILL, "mail server", f"does not let us in ({error.smtp_code})", mend)
    except (OSError, smtplib.SMTPException) as error:
        return Finding(Grade.ILL, "mail server", f"cannot be reached ({type(error).__name__})", mend)
    return Finding(Grade.WELL, "mail server", "lets us in")


def service(name: str, url: str, *, setting: str, now: datetime) -> Iterator[Finding]:
    """Return whether a service answers at all, and whether its clock and ours agree. `now` is our clock's."""
    try:
        with client(base_url=url) as http:
            answer = http.get("/")
    except httpx.HTTPError as error:
        says = f"does not answer ({type(error).__name__})"
        yield Finding(Grade.ILL, name, says, f"Check {setting} and the way there")
        return
    yield Finding(Grade.WELL, name, "answers")
    apart = _clocks_apart(answer.headers.get("date", ""), now)
    if apart > FARTHEST_CLOCK:
        yield Finding(
            Grade.ILL,
            "clock",
            f"{int(apart.total_seconds())} seconds apart from that of the {name}",
            "Let the machine set its clock by NTP: dates, codes and signatures go by it",
        )


def hooks(secrets: Mapping[str, str]) -> Finding:
    """Return which carriers' messages are let in."""
    shut = sorted(carrier for carrier, secret in secrets.items() if not secret)
    if len(shut) == len(secrets):
        return Finding(
            Grade.ILL, "carrier hooks", "all closed: no parcel will be heard of", "Set a secret such as UPS_HOOK_SECRET"
        )
    open_ones = ", ".join(sorted(secrets.keys() - set(shut)))
    return Finding(Grade.WELL, "carrier hooks", f"open for {open_ones}; closed: {', '.join(shut) or 'none'}")


def _clocks_apart(date: str, now: datetime) -> timedelta:
    try:
        return abs(parsedate_to_datetime(date) - now)
    except (TypeError, ValueError):
        return timedelta(0)
