"""What carriers said in their own words goes with age; what happened to the parcels stays."""

from datetime import timedelta

import pytest

from severshop.domain.tracking.models import Leg, LegReport, MessageState, RawMessage, ScanRow
from severshop.usecases.housekeeping import forget_messages as use_case
from severshop.usecases.housekeeping.forget_messages import forget_messages
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.replay import Selection, replay
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, public_page, track_alert

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=180)
HOUR = timedelta(hours=1)


def hear(number, now, **told):
    receive_messages([message("ups", track_alert(number, at=now - HOUR, **told))], now=now)
    while update_timelines(now=now):
        pass


@pytest.fixture
def delivered(now):
    """A delivered order whose carrier said who took the parcel."""
    order = placed_order(now=now)
    parcel = packed_parcel(order, now=now)
    hear(parcel.tracking_number, now + 2 * HOUR, kind="I", code="DP", city="COLOGNE")
    hear(parcel.tracking_number, now + 4 * HOUR, kind="D", code="FS", city="BERLIN")
    leg = Leg.objects.get(parcel=parcel.id)
    LegReport.objects.update_or_create(
        leg=leg, order=order, parcel_id=parcel.id, defaults={"proof_name": "MILLER", "proof_as_of": now + 3 * HOUR}
    )
    return order


def facts(order):
    page = public_page(order.id)
    return page["status"], page["parcels"]


def words():
    return list(ScanRow.objects.exclude(text="").values_list("text", flat=True))


def test_a_day_too_early_nothing_goes(delivered, now):
    before = words()
    assert forget_messages(now + KEPT) == 0
    assert words() == before
    assert RawMessage.objects.count() == 2


def test_words_and_names_go_and_the_timeline_stays(delivered, now):
    later = now + KEPT + timedelta(days=1)
    known = facts(delivered)
    assert forget_messages(later) > 0
    assert not RawMessage.objects.exists()
    assert not words()
    assert not LegReport.objects.exclude(proof_name="").exists()
    assert ScanRow.objects.count() == 2
    refresh_status([delivered.id], now=later)
    assert facts(delivered) == known
    assert forget_messages(later) == 0


def test_a_replay_leaves_alone_what_forgotten_messages_told(delivered, now):
    between = now + KEPT + 3 * HOUR
    known = facts(delivered)
    forget_messages(between)
    assert replay(Selection(), now=between).messages == 1
    assert ScanRow.objects.count() == 2
    assert facts(delivered) == known
    assert LegReport.objects.get().proof_as_of is not None


def test_a_message_that_is_told_again_after_all_is_no_second_scan(delivered, now):
    later = now + KEPT + timedelta(days=1)
    number = Leg.objects.get().number
    forget_messages(later)
    body = track_alert(number, at=now + 3 * HOUR, kind="D", code="FS", city="BERLIN") + b" "
    receive_messages([message("ups", body)], now=later)
    while update_timelines(now=later):
        pass
    assert ScanRow.objects.count() == 2


def test_what_waits_to_be_read_stays_and_hides_nothing_behind_it(now, monkeypatch):
    monkeypatch.setattr(use_case, "CHUNK", 2)
    for day, state in enumerate(["new", "new", "not_understood", "unmatched", "not_understood"]):
        RawMessage.objects.create(carrier="ups", body=b"{}", state=state, received_at=now + timedelta(days=day))
    assert forget_messages(now + KEPT + timedelta(days=4)) == 2
    assert sorted(RawMessage.objects.values_list("state", flat=True)) == ["new", "new", MessageState.NOT_UNDERSTOOD]
