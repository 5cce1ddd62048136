"""That the pieces of the bench do what it builds upon. Nothing is timed here."""

import asyncio
import contextlib
import threading
from datetime import UTC, date, datetime
from functools import partial
from itertools import cycle, islice

import pytest
from django.db import connection

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.orders.models import Order
from severshop.domain.snapshots.models import Snapshot, SnapshotChange
from severshop.domain.tracking.models import MessageKey, RawMessage
from severshop.infra import clock
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.vocabulary.milestones import Milestone
from tests.bench import folding, hooking, listing, living, quoting, seed, watching
from tests.bench.alerts import alerts
from tests.bench.bare import make_tables
from tests.bench.client import closed_loop, get, post
from tests.bench.drivers import Place, connect
from tests.bench.figures import figure
from tests.bench.messages import ON_THE_ROUND, VOICES, body
from tests.bench.parsing import parse_figures
from tests.bench.servers import free_port, running, wait_for

TEMPLATES = len(seed.STAGES)


@pytest.fixture
def place(tmp_path, transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("the bench's own connections are to SQLite here")
    name = connection.settings_dict["NAME"]
    return Place("sqlite", f"sqlite://{name}", f"sqlite://{tmp_path / 'bare.sqlite3'}", tmp_path)


@pytest.fixture
def seeds(place):
    with contextlib.closing(connect(place.url)) as database:
        yield seed.fill(database, seed.make_templates(database), orders=48)


def test_a_clone_is_what_the_shop_would_have_written(seeds):
    before = dict(Snapshot.objects.values_list("order_id", "version"))
    assert len(before) == 48 + TEMPLATES
    refresh_status([order.id for order in Order.objects.all()], now=clock.now())
    assert dict(Snapshot.objects.values_list("order_id", "version")) == before
    assert Snapshot.objects.filter(token_hash__in=seeds["hashes"]).count() == 48
    assert len(seeds["moving"]) == 48 - 48 // TEMPLATES
    assert {carrier for _, carrier, _ in seeds["moving"]} == set(VOICES)


def test_folding_and_its_limit_write_as_many_rows(place, seeds):
    with contextlib.closing(connect(place.url)) as database:
        took = folding.measure(database, rounds=1, size=30, orders=20)
    assert {side: len(seconds) for side, seconds in took.items()} == {"fold": 1, "bare": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tracking_rawmessage WHERE state = 'read'")
        # Twice 30 on each side, and those of the templates.
        assert cursor.fetchone()[0] >= 4 * 30


@pytest.mark.usefixtures("seeds")
def test_the_watch_is_measured_among_few_and_among_many(place):
    with contextlib.closing(connect(place.url)) as database:
        took = watching.measure(database, rounds=1, parcels=200, due=10)
    assert {side: len(each) for side, each in took.items()} == {"few": 1, "many": 1}
    with_a_parcel = Order.objects.filter(pk__in=Snapshot.objects.filter(status="shipped").values("order_id"))
    assert Snapshot.objects.filter(refresh_due_at__gt=clock.now()).count() == 200
    assert with_a_parcel.filter(number__startswith="FILL").exists()


def test_pages_and_their_limit_are_told_of_the_same_changes(place, seeds):
    make_tables(place.bare_url)
    changes = {place.url: living.raised, place.bare_url: living.with_body}
    before = dict(Snapshot.objects.values_list("token_hash", "version"))
    bodies = dict(Snapshot.objects.values_list("token_hash", "public_json"))
    for url, change in changes.items():
        probes, stop = living.Probes(), threading.Event()
        side = living.Side("one", 0, url, seeds["hashes"][:20], partial(change, seeds["hashes"], bodies))
        living.commit(side, probes, stop, most=40)
        assert (len(probes.accepted), probes.lost) == (20, 20)
    after = dict(Snapshot.objects.values_list("token_hash", "version"))
    assert {hashed for hashed in after if after[hashed] == before[hashed] + 2} == set(seeds["hashes"][:20])
    told = SnapshotChange.objects.order_by("-id").values_list("token_hash", "version")[:20]
    assert dict(told) == {hashed: after[hashed] for hashed in seeds["hashes"][:20]}
    with contextlib.closing(connect(place.bare_url)) as kept:
        rows = kept.rows("SELECT token_hash, body FROM change ORDER BY id")
    assert rows == [(hashed, bodies[hashed]) for hashed in seeds["hashes"][:20] * 2]


@pytest.mark.usefixtures("seeds")
def test_a_shoppers_list_and_its_limit_show_as_many_orders():
    rates = listing.measure(rounds=1, seconds=0.01)
    assert {side: len(each) for side, each in rates.items()} == {"ours": 1, "bare": 1}


@pytest.mark.usefixtures("transactional_db")
def test_quotes_and_their_limit_give_the_same_dates():
    took = quoting.measure(rounds=1, seconds=0.01)
    assert {side: len(each) for side, each in took.items()} == {"ours": 1, "bare": 1}


def test_a_body_of_many_messages_is_authentic_and_understood():
    bodies = list(islice(hooking.generic_bodies(["GE1", "GE2"]), hooking.WORDINGS + 2))
    assert len(set(bodies)) == hooking.WORDINGS + 2
    generic = CARRIERS["generic"]
    for each in bodies:
        name, _, shown = hooking.signature(each).strip().partition(": ")
        assert generic.is_authentic({name: shown}, each, hooking.SECRET.decode())
    reading = generic.read(bodies[-1])
    assert sum(len(told.scans) for told in reading.parcels) == hooking.IN_A_BODY
    assert (reading.errors, {told.tracking_number for told in reading.parcels}) == ((), {"GE1", "GE2"})


def test_many_messages_and_their_limit_write_the_same_rows(place):
    now = clock.now()
    bodies = hooking.generic_bodies(["GE1"])
    receive_messages([message("generic", body) for body in islice(bodies, hooking.SENDERS)], now=now)
    ours = RawMessage.objects.order_by("id").last()
    with contextlib.closing(connect(place.url)) as database:
        assert hooking.write_bodies(database, bodies, seconds=0.0001) > 0
    limits = RawMessage.objects.order_by("id").last()
    columns = ("carrier", "state", "tracking_number", "error", "read_at")
    assert [getattr(ours, each) for each in columns] == [getattr(limits, each) for each in columns]
    assert {len(key) for key in MessageKey.objects.values_list("key", flat=True)} == {43}
    assert RawMessage.objects.count() == MessageKey.objects.count() == 2 * hooking.SENDERS


def test_messages_are_understood_and_each_is_another():
    bodies = [body for body, _ in zip(alerts(["1Z999BE10000000016"]), range(300), strict=False)]
    assert len(set(bodies)) == 300
    assert {CARRIERS["ups"].read(body).parcels[0].tracking_number for body in bodies} == {"1Z999BE10000000016"}
    assert all(500 < len(body) < 800 for body in bodies)


@pytest.mark.parametrize("carrier", VOICES)
def test_every_carrier_is_understood(carrier):
    at = datetime(2026, 11, 20, 8, 9, 10, tzinfo=UTC)
    bodies = [body(carrier, "1Z999BE10000000016", at=at, city="Kassel", event=event) for event in range(3)]
    (news,) = (told for each in bodies[:1] for told in CARRIERS[carrier].read(each).parcels)
    assert (news.tracking_number, [scan.occurred_at for scan in news.scans]) == ("1Z999BE10000000016", [at])
    assert (news.scans[0].place.city, news.estimated_delivery, news.unmapped) == ("Kassel", date(2026, 11, 22), ())
    milestones = [CARRIERS[carrier].read(each).parcels[0].scans[0].milestone for each in bodies]
    assert milestones == [Milestone.IN_TRANSIT, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY]
    assert milestones[ON_THE_ROUND] is Milestone.OUT_FOR_DELIVERY
    assert all(450 < len(each) < 700 for each in bodies)


def test_reading_is_told_of_every_carrier_and_judged_by_the_one_in_the_middle():
    *each, judged = parse_figures(rounds=3)
    assert [one.name for one in each] == [f"parse.{carrier}" for carrier in VOICES]
    assert {one.bar for one in each} == {None}
    assert (judged.name, judged.bar, judged.ratio) == ("parse", 12.0, sorted(one.ratio for one in each)[3])


def test_the_bare_servers_answer_the_client(place, seeds):
    make_tables(place.bare_url)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    asks = {
        "read": (cycle([get(f"/t/{hashed}") for hashed in seeds["hashes"]]), b"200"),
        "hook": (cycle([post("/", b"{}")]), b"202"),
    }
    for kind, (requests, expected) in asks.items():
        port = free_port()
        with running(place, "tests.bench.bare", kind, "--port", str(port), core=None, log=kind) as process:
            wait_for(port, "/t/nobody", process)
            load = asyncio.run(closed_loop(port, requests, connections=2, seconds=0.1, expected=expected))
        assert load.rate > 0
    with contextlib.closing(connect(place.bare_url)) as kept:
        assert kept.rows("SELECT count(*) FROM message")[0][0] > 0


@pytest.mark.parametrize(
    ("kind", "unit", "values", "ok"),
    [
        ("read.json", "requests/s", [95.0, 91.0, 50.0], True),
        ("read.json", "requests/s", [95.0, 80.0, 50.0], False),
        ("seen.p99", "ms", [200.0, 290.0, 900.0], True),
        ("seen.p99", "ms", [200.0, 310.0, 900.0], False),
    ],
)
def test_a_figure_is_judged_by_the_median_of_its_rounds(kind, unit, values, ok):
    assert figure(kind, "sqlite", values=values, limits=[100.0] * 3, unit=unit).ok is ok
