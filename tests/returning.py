"""What tests of returns need: an order that has arrived, a carrier that gives labels, scans of the parcel back."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.inventory.actions import reserve, set_stock, ship
from severshop.domain.inventory.models import Stock
from severshop.domain.inventory.queries import available
from severshop.domain.orders.models import OrderLine
from severshop.domain.payments.models import Payment
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.reading.other_sizes import OtherSize
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import DENMARK, packed_parcel, placed_order, track_alert

BACK = "1Z999AA10123456784"
"""The number that the carrier gives."""


AMERICA = replace(DENMARK, street="1 Beacon St", city="Boston", region="MA", postal_code="02108", country="US")
"""From where the way back is the shopper's to pay."""


def arrived_order(*, now, quantities=(2, 1), address=DENMARK, ago=timedelta(days=3)):
    """An order that reached its shopper some time ago."""
    load_shipping()
    order = placed_order(now=now - ago - timedelta(days=2), quantities=quantities, address=address)
    parcel = packed_parcel(order, now=now - ago - timedelta(days=1))
    hear(parcel, now=now - ago, kind="D", code="FS")
    return order


def made(sku, *, price=12_900, colour="Rust"):
    """An article as whoever sells it tells of it."""
    size = f"EU {sku[-2:]}"
    return OtherSize(
        sku, "Strada Runner", f"{colour}, {size}", colour, size, "runner", "#b4552d", price, 820, "640411", "VN"
    )


SHOES = (
    made("STR-RUST-42"),
    made("STR-RUST-43"),
    made("STR-SAND-42", price=11_900, colour="Sand"),
    made("STR-GOLD-42", price=14_900, colour="Gold"),
)


def tell_sizes(sku, _language):
    """What the shop half would say of other sizes."""
    return SHOES if sku in {one.sku for one in SHOES} else ()


def sold_here(order, *, settings, now, left):
    """Let an order have been paid here and sold from this stock; of each size and colour `left` are left (None: as before)."""
    settings.OTHER_SIZES = f"{__name__}.tell_sizes"
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    units = Counter()
    for sku, quantity in OrderLine.objects.filter(order=order).values_list("sku", "quantity"):
        units[sku] += quantity
    for one in SHOES:
        free = left if left is not None else available([one.sku])[one.sku]
        kept = Stock.objects.filter(pk=one.sku).values_list("reserved", flat=True).first() or 0
        set_stock(one.sku, on_hand=free + kept + units[one.sku])
    reserve(order.id, units, now=now)
    ship({order.id: units}, now=now)


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
            self.wfile.write(json.dumps({"carrier": "ups", "tracking_number": server.number}).encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.status, server.number = [], 200, BACK
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.CARRIER_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
