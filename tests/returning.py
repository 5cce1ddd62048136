"""What tests of returns need: an order that has arrived, a carrier that gives labels, scans of the parcel back."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import DENMARK, packed_parcel, placed_order, track_alert

BACK = "1Z999AA10123456784"
"""The number that the carrier gives."""


def arrived_order(*, now, quantities=(2, 1), address=DENMARK, ago=timedelta(days=3)):
    """An order that reached its shopper some time ago."""
    load_shipping()
    order = placed_order(now=now - ago - timedelta(days=2), quantities=quantities, address=address)
    parcel = packed_parcel(order, now=now - ago - timedelta(days=1))
    hear(parcel, now=now - ago, kind="D", code="FS")
    return order


def hear(parcel: Parcel, *, now, kind, code, city="COPENHAGEN", country="DK"):
    """A scan of a parcel, and what follows from it."""
    body = track_alert(parcel.tracking_number, at=now, kind=kind, code=code, city=city, country=country)
    receive_messages([message("ups", body)], now=now)
    update_timelines(now=now)


@contextmanager
def carrier(settings):
    """A carrier that answers what the test tells it to, and remembers what it was asked."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(json.dumps({"carrier": "ups", "tracking_number": BACK}).encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.CARRIER_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
