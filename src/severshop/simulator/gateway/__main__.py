"""`python -m severshop.simulator.gateway --port 8001`."""

import argparse
import os
from pathlib import Path

from severshop.simulator.deliveries import SCHEMA as DELIVERIES
from severshop.simulator.files import open_file
from severshop.simulator.gateway.app import Options, make_app
from severshop.simulator.gateway.refunds import SCHEMA as REFUNDS
from severshop.simulator.gateway.store import SCHEMA
from severshop.simulator.serving import serve


def main() -> None:
    """Serve the gateway until it is told to end."""
    parser = argparse.ArgumentParser(prog="python -m severshop.simulator.gateway", description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--slow-seconds", type=float, default=8.0, help="how long card_timeout takes to answer")
    arguments = parser.parse_args()
    options = Options(
        secret=os.environ.get("GATEWAY_SECRET") or "demo-gateway-secret",
        public_url=(os.environ.get("GATEWAY_URL") or f"http://localhost:{arguments.port}").rstrip("/"),
        slow_seconds=arguments.slow_seconds,
    )
    path = Path(os.environ.get("SEVERSHOP_VAR") or "var") / "gateway.sqlite3"
    serve(make_app(open_file(path, schema=SCHEMA + REFUNDS + DELIVERIES), options), port=arguments.port)


if __name__ == "__main__":
    main()
