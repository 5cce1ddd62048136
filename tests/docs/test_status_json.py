"""The reference of the public JSON says exactly what is produced."""

import json
import re
import uuid
from datetime import datetime, timedelta, timezone

import pytest

from severshop.domain.orders.models import Cancellation, OrderLine
from severshop.domain.watch.notices import Notice
from severshop.infra.ids import read_order_number
from severshop.usecases.fulfilling.add_leg import add_leg
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.status import public
from severshop.usecases.status.outlook import Delay, delay_json
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.watching import Level, Trouble
from tests.docs.documents import ROOT, code_in, examples, prose, rows
from tests.factories import packed_parcel, placed_order, public_page, track_alert

PAGE = ROOT / "docs" / "reference" / "status-json.md"
COLOGNE = timezone(timedelta(hours=1))
MOMENT = datetime(2026, 12, 3, 7, tzinfo=COLOGNE)


def example():
    return shown()[0]


def shown():
    return [json.loads(each.text) for each in examples("json") if each.path == PAGE]


def paths(value, prefix=""):
    """The keys of a document: `parcels[].scans[].at`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{prefix}.{key}" if prefix else key
            yield here
            yield from paths(inner, here)
    if isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{prefix}[]")


def documents(now):
    """An order's page in every state that it can be in."""
    order = placed_order(now=now)
    yield public_page(order.id)
    parcel = packed_parcel(order, now=now)
    yield public_page(order.id)
    for hours, kind, code in ((2, "I", "DP"), (20, "I", "OT"), (24, "D", "FS")):
        at = (now + timedelta(hours=hours)).astimezone(COLOGNE)
        body = track_alert(parcel.tracking_number, at=at, kind=kind, code=code)
        receive_messages([message("ups", body)], now=at)
        update_timelines(now=at)
        yield public_page(order.id)


@pytest.mark.django_db
def test_the_example_has_the_keys_of_real_documents(now):
    told = list(documents(now))
    moving = told[2]
    assert moving["parcels"][0]["milestone"] == "in_transit"
    assert list(paths(example())) == list(paths(moving))
    assert set(paths(example())) == {path for document in told for path in paths(document)}


@pytest.mark.django_db
def test_the_legs_of_several_carriers_have_the_keys_of_real_ones(now):
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    add_leg(parcel.id, carrier="usps", tracking_number="9400111201080805483016", by=None, now=now)
    at = now.astimezone(COLOGNE) + timedelta(hours=2)
    receive_messages([message("ups", track_alert(parcel.tracking_number, at=at, kind="I", code="DP"))], now=at)
    update_timelines(now=at)
    (told,) = public_page(order.id)["parcels"]
    assert [list(leg) for leg in told["legs"]] == [list(leg) for leg in shown()[1]]
    assert [leg["has_it"] for leg in told["legs"]] == [True, False]
    assert told["scans"][0]["carrier_name"] == "UPS"


def test_the_example_could_be_true():
    told = example()
    assert read_order_number(told["number"]) == told["number"]
    assert [step["status"] for step in told["steps"]] == ["received", "in_process", "shipped", "delivered"]


def explained():
    """The keys that the table explains; a later one in a cell lies beside the first: `a[].b`, `c` is a[].b and a[].c."""
    for row in rows(PAGE, under="## Fields"):
        first, *others = code_in(row[0])
        parent = first.rpartition(".")[0]
        yield first
        yield from (other if "." in other or not parent else f"{parent}.{other}" for other in others)


def test_every_key_is_explained_and_no_other():
    told = set(explained())
    real = set(paths(example()))
    assert told <= real
    for path in real:
        parts = re.split(r"(?<=[\w\]])\.", path)
        above = {".".join(parts[: length + 1]).removesuffix("[]") for length in range(len(parts))}
        is_holder = any(each.startswith((f"{path}.", f"{path}[]")) for each in told)
        assert above & told or is_holder, f"{path} is not explained"


@pytest.mark.django_db
def test_the_words_of_the_table_are_the_real_ones(now):
    told = list(documents(now))
    cancelled = placed_order(now=now)
    Cancellation.objects.create(
        line=OrderLine.objects.get(order=cancelled), quantity=1, cancelled_at=now, cancelled_by="shop", reason="test"
    )
    refresh_status([cancelled.id], now=now)
    told.append(public_page(cancelled.id))
    kinds = next(code_in(row[1]) for row in rows(PAGE) if row[0] == "`arrival.kind`")
    codes = next(code_in(row[1]) for row in rows(PAGE) if row[0] == "`next`")
    assert {document["arrival"]["kind"] for document in told} <= set(kinds)
    assert {step["code"] for document in told for step in document["next"]} <= set(codes)


def test_no_kind_of_arrival_and_no_step_is_left_out():
    source = (ROOT / "src/severshop/usecases/status/public.py").read_text()
    kinds = set(re.findall(r'kind = "(\w+)"', source)) | set(re.findall(r'"kind": "(\w+)"', source))
    codes = set(re.findall(r'(?:append\(\(|return \[?\(?|yield )"(\w+)", ', source))
    table = {row[0]: set(code_in(row[1])) - {"at"} for row in rows(PAGE, under="## Fields")}
    assert table["`arrival.kind`"] == kinds
    assert table["`next`"] == codes


def test_how_many_scans_are_told():
    assert f"the newest {public.NEWEST_SCANS}," in prose(PAGE)


def test_a_delay_has_the_keys_of_real_ones_and_its_words_are_explained():
    asked = Notice(
        order_id=uuid.uuid4(),
        promise_version=2,
        level=Level.DELAYED,
        trouble=Trouble.NOT_HANDED_OVER,
        owed_at=MOMENT,
        policy="us 2026-01-01",
        answer_by=MOMENT,
    )
    real = delay_json(
        Delay(Level.LOST, Trouble.SILENT, 1, since=asked.owed_at, opened_at=asked.owed_at, notice=asked), zone=COLOGNE
    )
    assert list(real) == list(shown()[2])
    assert list(real["investigation"]) == list(shown()[2]["investigation"])
    table = {code_in(row[0])[0]: row[1] for row in rows(PAGE, under="## Delays")}
    assert set(table) == set(real) - {"level"}
    assert set(code_in(table["trouble"])) == {trouble.value for trouble in Trouble}
    assert set(real["question"]) <= set(code_in(table["question"]))
