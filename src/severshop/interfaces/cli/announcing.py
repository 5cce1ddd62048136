"""What the demo says to whoever started it."""

import json
from pathlib import Path

from severshop.interfaces.cli.logins import LOGINS, PASSWORD, SHOPPER
from severshop.interfaces.cli.var import EXAMPLES


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def ready(url: str, var: Path) -> None:
    """Say what to open and how to sign in."""
    lines = [
        "",
        "BestShoeSeverShop is ready. Ctrl-C ends it.",
        "",
        f"  Shop      {url}/",
        f"  Staff     {url}/staff/",
        f"  Mailbox   {url}/demo/mailbox/",
        "",
        f"  A hand    {url}/staff/needs-a-hand/ has the parcels that are late, held up or lost",
        f"  Waiting   {url}/staff/waiting/ is all that waits for a decision: returns, claims, cancellations",
        f"  Promises  {url}/staff/promises/quality/ shows how dates got shorter, and a carrier's bad week",
        f"  Calendars {url}/staff/calendars/ and how sure: {url}/staff/promises/sureness/",
        "",
        f"  Shopper   {url}/account/login/ as {SHOPPER} with the password {PASSWORD}",
        "",
        f"  Staff sign in with the password {PASSWORD} as",
        *(f"    {email:<24} {role}" for email, role in LOGINS.items()),
    ]
    if examples := _examples(var):
        lines += ["", "  Orders to look at", *(f"    {said:<34} {url}{path}" for said, path in examples.items())]
    lines += ["", f"  Logs are in {var / 'log'}", ""]
    say("\n".join(lines))


def _examples(var: Path) -> dict[str, str]:
    path = var / EXAMPLES
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found
