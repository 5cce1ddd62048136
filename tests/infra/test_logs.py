"""No log line opens an order, whoever writes it."""

import json
import subprocess
import sys

TOKEN = "AbCdEfGhIjKlMnOpQrStUv"
SCRIPT = f"""
import logging, structlog
from severshop.infra.logs import configure_logs
configure_logs(level="INFO")
logging.getLogger("django.request").warning("Not Found: %s", "/order/{TOKEN}/code/")
structlog.get_logger().info("seen", path="/t/{TOKEN}.json")
try:
    raise ValueError("/order/{TOKEN}/documents/")
except ValueError:
    logging.getLogger("any").exception("broken")
    structlog.get_logger().exception("broken too")
structlog.get_logger().info("plain", path="/help/", count=3)
"""


def test_links_are_masked_in_every_line_of_the_log():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == [
        "Not Found: /order/.../code/",
        "seen",
        "broken",
        "broken too",
        "plain",
    ]
    assert TOKEN not in done.stderr
    assert lines[1]["path"] == "/t/....json"
    assert (lines[4]["path"], lines[4]["count"]) == ("/help/", 3)
