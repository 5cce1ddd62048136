"""What the watch finds in real orders: when it looks, what it writes, and that news takes it back."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from severshop.domain.orders.models import Cancellation, Order, OrderLine
from severshop.domain.promises import learned
from severshop.domain.promises.learning.trust import SHARES
from severshop.domain.promises.models import CarrierTrust, LearnedTimes, Promise, SpecialDay
from severshop.domain.promises.models.calendars import Whose
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.tracking.models import Leg, LegReport, RawMessage
from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag, Investigation
from severshop.usecases.refresh_status import refresh_due, refresh_locked, refresh_status
from severshop.usecases.seeding.fill_shop import fill_shop
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.watching import Level, Trouble
from severshop.vocabulary.windows import DeliveryWindow
from tests.factories import packed_parcel, placed_order, public_page, track_alert
from tests.usecases.watching.courses import COLOGNE, due_at, pass_until, scanned

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def parcel(now):
    """Left on Tuesday, promised until Monday 30 November."""
    return packed_parcel(placed_order(now=now), now=now)


def standing():
    return [(flag.parcel_id, flag.level, flag.trouble) for flag in Flag.objects.filter(cleared_at=None)]


def is_open(level):
    return lambda: Flag.objects.filter(cleared_at=None, level=level).exists()


def promises(order_id):
    return list(Promise.objects.filter(order_id=order_id).order_by("version").values_list("latest", "because"))


def look(order_id, at):
    """Refresh an order as if it had been due."""
    refresh_locked([order_id], now=at, by_age=True)


def test_flags_are_raised_on_mornings_of_working_days_and_each_level_is_a_row(parcel):
    pass_until(parcel.order, is_open(Level.LOST))
    rows = list(Flag.objects.order_by("raised_at"))
    assert [row.level for row in rows] == sorted((row.level for row in rows), key=list(Level).index)
    assert len({row.level for row in rows}) == len(Level)
    for row in rows:
        raised = row.raised_at.astimezone(ZONE)
        assert raised.hour == 7
        assert raised.weekday() < 5
    assert [row.cleared_at for row in rows] == [*(row.raised_at for row in rows[1:]), None]


def test_what_is_due_on_a_sunday_raises_nothing(parcel):
    look(parcel.order_id, datetime(2026, 12, 6, 20, tzinfo=UTC))
    assert standing() == []
    assert due_at(parcel.order) == datetime(2026, 12, 7, 6, tzinfo=UTC)


def test_news_raises_nothing_before_the_next_morning(parcel, now):
    late = datetime(2026, 12, 3, 15, tzinfo=UTC)
    scanned(parcel, at=late)
    assert standing() == []
    assert due_at(parcel.order) == datetime(2026, 12, 4, 6, tzinfo=UTC)
    refresh_due(now=datetime(2026, 12, 4, 6, tzinfo=UTC))
    assert standing() == [(parcel.id, Level.DELAYED, Trouble.SLOW)]


def test_a_later_date_is_given_once_and_stands_beside_the_first(parcel):
    pass_until(parcel.order, is_open(Level.DELAYED))
    first, later = promises(parcel.order_id)
    assert first == (date(2026, 11, 30), "")
    assert later[0] > date(2026, 12, 1)
    page = public_page(parcel.order_id)
    assert page["promised"]["latest"] == "2026-11-30"
    assert page["arrival"]["latest"] == later[0].isoformat()
    assert page["attention"] == "delayed"
    evidence = Promise.objects.get(order_id=parcel.order_id, version=2).evidence
    assert set(evidence) == {"lane", "sure", "ships_by", "because"}
    for _ in range(3):
        look(parcel.order_id, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert len(promises(parcel.order_id)) == 2


def test_an_order_that_never_leaves_gets_later_dates_ever_more_seldom(now):
    order = placed_order(now=now)
    pass_until(order, lambda: Promise.objects.filter(order=order).count() == 5)
    made = list(Promise.objects.filter(order=order).order_by("version").values_list("made_at", flat=True))
    assert made[4] - made[3] > timedelta(days=14)
    assert {trouble for _, _, trouble in standing()} == {Trouble.NOT_HANDED_OVER}


def test_a_scan_takes_silence_back_at_once(parcel):
    at = pass_until(parcel.order, is_open(Level.LOST)) + timedelta(hours=3)
    assert public_page(parcel.order_id)["attention"] == "lost"
    scanned(parcel, at=at)
    assert [level for _, level, _ in standing()] == [Level.DELAYED], "its promised days are over all the same"
    assert public_page(parcel.order_id)["attention"] == "delayed"
    assert promises(parcel.order_id)[-1][0] > at.date()


@pytest.mark.parametrize("ending", ["delivered", "cancelled"])
def test_what_is_over_has_no_flags_and_is_not_looked_at_again(parcel, ending):
    at = pass_until(parcel.order, is_open(Level.DELAYED)) + timedelta(hours=3)
    if ending == "delivered":
        scanned(parcel, at=at, kind="D", code="FS")
    else:
        line = OrderLine.objects.get(order_id=parcel.order_id)
        Cancellation.objects.create(line=line, quantity=line.quantity, cancelled_at=at)
        refresh_status([parcel.order_id], now=at)
    assert standing() == []
    assert due_at(parcel.order) is None


def test_the_first_promise_comes_back_when_it_holds_again(now):
    """Its carrier says that it is late, and brings it to the van in time all the same."""
    window = DeliveryWindow(date(2026, 11, 26), date(2026, 12, 18))
    parcel = packed_parcel(placed_order(now=now, window=window), now=now)
    Promise.objects.create(
        order_id=parcel.order_id, version=2, made_at=now, earliest=window.latest, latest=date(2026, 12, 23)
    )
    scanned(parcel, at=now + timedelta(hours=30), code="OT")
    assert promises(parcel.order_id)[-1] == (date(2026, 12, 18), "holds_again")
    refresh_status([parcel.order_id], now=now + timedelta(hours=31))
    assert len(promises(parcel.order_id)) == 3


def test_while_messages_wait_for_long_nothing_is_raised_by_age(parcel, now):
    at = datetime(2026, 12, 1, 6, tzinfo=UTC)
    receive_messages([message("ups", b"{}")], now=at - timedelta(hours=9))
    Snapshot.objects.filter(order_id=parcel.order_id).update(refresh_due_at=at)
    refresh_due(now=at)
    assert standing() == []
    assert due_at(parcel.order) == at + timedelta(minutes=10)
    RawMessage.objects.all().delete()
    refresh_due(now=at + timedelta(minutes=10))
    assert [level for _, level, _ in standing()] == [Level.DELAYED]


def test_a_history_that_is_read_late_raises_nothing_for_what_arrived_long_ago(parcel, now):
    """Folded one by one, weeks later, oldest or newest first."""
    bodies = journey(parcel.tracking_number, now)
    for body in reversed(bodies):
        later = now + timedelta(days=40)
        receive_messages([message("ups", body)], now=later)
        update_timelines(now=later)
    refresh_due(now=now + timedelta(days=41))
    assert not Flag.objects.exists()
    assert not DelayNotice.objects.exists()


def journey(number, start):
    steps = [("I", "DP", 4), ("I", "AR", 20), ("X", "DL", 30), ("I", "DP", 60), ("D", "FS", 80)]
    return [
        track_alert(number, at=start.astimezone(COLOGNE) + timedelta(hours=hours), kind=kind, code=code)
        for kind, code, hours in steps
    ]


class EndsTheSame(TestCase):
    """Facts that come in any order end in the same open flags."""

    @of_hypothesis(max_examples=12)
    @given(st.sampled_from(list(permutations(range(4)))), st.integers(1, 4), st.integers(1, 16))
    def test_the_order_of_messages_does_not_matter(self, order, known, later):
        ends = []
        for places in (range(known), [place for place in order if place < known]):
            parcel = packed_parcel(placed_order(now=NOW), now=NOW)
            bodies = journey(parcel.tracking_number, NOW)
            for place in places:
                receive_messages([message("ups", bodies[place])], now=NOW + timedelta(days=5))
                update_timelines(now=NOW + timedelta(days=5))
            at = datetime(2026, 11, 30, 6, tzinfo=UTC) + timedelta(days=later)
            look(parcel.order_id, at)
            flags = Flag.objects.filter(order_id=parcel.order_id, cleared_at=None)
            ends.append([(flag.level, flag.trouble, flag.evidence) for flag in flags])
        assert ends[0] == ends[1]


def test_a_carrier_is_believed_as_far_as_it_has_earned_it(parcel, now):
    leg = Leg.objects.get(parcel=parcel)
    LegReport.objects.create(
        leg=leg, order_id=parcel.order_id, parcel=parcel, estimate=date(2026, 12, 10), estimate_as_of=now
    )
    at = datetime(2026, 11, 25, 6, tzinfo=UTC)
    look(parcel.order_id, at)
    assert standing() == []
    times = LearnedTimes.objects.create(made_at=now, records=40, open_records=0)
    days_after = {str(share): 1 for share in SHARES}
    CarrierTrust.objects.create(times=times, carrier="ups", scored=40, kept=0.6, days_after=days_after)
    learned.forget()
    look(parcel.order_id, at)
    assert standing() == [(parcel.id, Level.DELAYED, Trouble.CARRIER_SAYS)]
    assert promises(parcel.order_id)[-1] == (date(2026, 12, 11), "carrier_says")


def test_an_order_to_a_place_without_a_calendar_is_watched_all_the_same(parcel):
    Order.objects.get(pk=parcel.order_id).address.__class__.objects.filter(order_id=parcel.order_id).update(
        country="ZZ"
    )
    pass_until(parcel.order, is_open(Level.DELAYED))
    assert standing()[0][0] == parcel.id


def test_a_holiday_of_the_warehouse_is_no_day_to_look(parcel, now):
    SpecialDay.objects.create(
        whose=Whose.WAREHOUSE, day=date(2026, 12, 1), name="Stocktaking", changed_at=now, works=False
    )
    at = pass_until(parcel.order, is_open(Level.DELAYED))
    assert at == datetime(2026, 12, 2, 6, tzinfo=UTC)


def test_two_parcels_are_judged_apart(now):
    order = placed_order(now=now, quantities=(1, 1))
    early = packed_parcel(order, now=now, units={1: 1})
    scanned(early, at=now + timedelta(days=1), kind="D", code="FS")
    late = packed_parcel(order, now=now, units={2: 1})
    pass_until(order, is_open(Level.DELAYED))
    assert [parcel_id for parcel_id, _, _ in standing()] == [late.id]


def test_a_deleted_order_takes_what_was_found_with_it(parcel):
    pass_until(parcel.order, ClaimOffer.objects.exists)
    assert all(model.objects.exists() for model in (Flag, DelayNotice, Investigation, ClaimOffer))
    Order.objects.filter(pk=parcel.order_id).delete()
    assert not any(model.objects.exists() for model in (Flag, DelayNotice, Investigation, ClaimOffer))


def test_no_flag_names_anybody(parcel):
    pass_until(parcel.order, is_open(Level.LOST))
    text = str(list(Flag.objects.values_list("evidence", flat=True)))
    for secret in ("Ada", "Nyhavn", "example.com", "1051"):
        assert secret not in text


def test_the_merchants_table_is_what_is_gone_by_until_something_is_learned(now):
    fill_shop(now=now)
    order = placed_order(now=now)
    pass_until(order, is_open(Level.AT_RISK))
    evidence = Flag.objects.latest("raised_at").evidence
    assert (evidence["ended"], evidence["lane"].split("/")[2]) == (0, "standard")
