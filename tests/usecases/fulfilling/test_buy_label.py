"""Asking a carrier for a label, over real HTTP, whatever it answers."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.fulfilment.rules import TooManyError
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling.buy_label import NoLabelError, NoLabelsHereError, buy_label
from severshop.usecases.fulfilling.facts import StepNotPossibleError

pytestmark = pytest.mark.django_db

GOOD = {"carrier": "ups", "tracking_number": "1Z999AA10123456784"}


@pytest.fixture
def carrier(settings):
    """A carrier that answers what the test tells it to, and remembers what it was asked."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((self.path, json.loads(body)))
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.answer)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.status, server.answer = [], 200, json.dumps(GOOD).encode()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.CARRIER_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_carrier_is_asked_for_this_parcel_and_gives_a_number(carrier, picked, lines):
    parcel_id = uuid7()
    number = buy_label(picked.id, parcel_id=parcel_id, items={lines[1]: 1}, carrier="ups")
    assert number == "1Z999AA10123456784"
    assert carrier.asked == [
        (
            "/labels",
            {
                "reference": str(parcel_id),
                "carrier": "ups",
                "service": "standard",
                "from": {"city": "Cologne", "country": "DE"},
                "to": {"city": "Copenhagen", "postal_code": "1051", "country": "DK"},
            },
        )
    ]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"oops"),
        (400, b"{}"),
        (200, b"not json"),
        (200, b"{}"),
        (200, b"[]"),
        (200, b'{"tracking_number": 7}'),
        (200, b'{"tracking_number": "1Z999AA10123456784"}'),
        (200, b'{"carrier": "ups", "tracking_number": "1Z999AA10123456785"}'),
        (200, b'{"carrier": "dhl", "tracking_number": "1Z999AA10123456784"}'),
    ],
)
def test_no_label_is_said_so_and_nothing_changes(carrier, picked, lines, status, answer):
    carrier.status, carrier.answer = status, answer
    with pytest.raises(NoLabelError):
        buy_label(picked.id, parcel_id=uuid7(), items={lines[1]: 1}, carrier="ups")
    assert Parcel.objects.count() == 0


def test_a_carrier_that_is_away_is_said_so(settings, picked, lines):
    settings.CARRIER_URL = "http://127.0.0.1:9"
    with pytest.raises(NoLabelError, match="did not answer"):
        buy_label(picked.id, parcel_id=uuid7(), items={lines[1]: 1}, carrier="ups")


def test_no_label_is_bought_for_what_cannot_be_packed(carrier, picked, order, lines):
    with pytest.raises(TooManyError):
        buy_label(picked.id, parcel_id=uuid7(), items={lines[1]: 9}, carrier="ups")
    assert carrier.asked == []


def test_no_label_is_bought_before_picking(carrier, order, lines):
    with pytest.raises(StepNotPossibleError):
        buy_label(order.id, parcel_id=uuid7(), items={lines[1]: 1}, carrier="ups")
    assert carrier.asked == []


def test_a_packed_parcel_keeps_its_number(carrier, put_in_a_parcel, picked, lines):
    parcel_id = put_in_a_parcel({1: 1})
    number = Parcel.objects.get().tracking_number
    assert buy_label(picked.id, parcel_id=parcel_id, items={lines[1]: 1}, carrier="ups") == number
    assert carrier.asked == []


def test_nobody_is_asked_for_the_label_of_a_carrier_that_gives_none_here(carrier, picked, lines):
    with pytest.raises(NoLabelsHereError):
        buy_label(picked.id, parcel_id=uuid7(), items={lines[1]: 1}, carrier="generic")
    assert carrier.asked == []
