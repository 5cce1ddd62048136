"""`python -m severshop.simulator.carrier --port 8002`."""

import argparse
import os
from pathlib import Path

from severshop.simulator.carrier.app import HEADERS, Options, make_app
from severshop.simulator.carrier.desk import SCHEMA, Pace
from severshop.simulator.deliveries import SCHEMA as DELIVERIES
from severshop.simulator.files import open_file
from severshop.simulator.serving import serve


def main() -> None:
    """Serve the carriers until it is told to end."""
    parser = argparse.ArgumentParser(prog="python -m severshop.simulator.carrier", description=__doc__)
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument("--journey-seconds", type=float, default=60.0, help="how long a label's journey takes")
    parser.add_argument("--no-mischief", action="store_true", help="tell every journey tidily")
    arguments = parser.parse_args()
    options = Options(
        shop_url=(os.environ.get("SHOP_URL") or os.environ.get("PUBLIC_URL") or "http://localhost:8000").rstrip("/"),
        secrets={hook: _secret(hook) for hook in HEADERS},
        pace=Pace(journey_seconds=arguments.journey_seconds, mischief=not arguments.no_mischief),
    )
    path = Path(os.environ.get("SEVERSHOP_VAR") or "var") / "carriers.sqlite3"
    serve(make_app(open_file(path, schema=SCHEMA + DELIVERIES), options), port=arguments.port)


def _secret(hook: str) -> str:
    return os.environ.get(f"{hook.upper()}_HOOK_SECRET") or f"demo-{hook}-credential"


if __name__ == "__main__":
    main()
