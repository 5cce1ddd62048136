"""`python -m severshop.simulator.mailbox --port 8003`."""

import argparse
import os
from pathlib import Path

from severshop.simulator.mailbox.server import serve


def main() -> None:
    """Take mails until told to end."""
    parser = argparse.ArgumentParser(prog="python -m severshop.simulator.mailbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8003)
    arguments = parser.parse_args()
    serve(Path(os.environ.get("SEVERSHOP_VAR") or "var") / "mail", port=arguments.port)


if __name__ == "__main__":
    main()
