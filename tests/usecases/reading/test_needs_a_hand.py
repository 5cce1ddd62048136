"""One list: what is most urgent comes first, each with its next act, in a number of reads that does not grow."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from severshop.domain.snapshots.models import Snapshot
from severshop.domain.watch.hand import Act, Urgency
from severshop.domain.watch.models import DelayNotice, Flag, Investigation
from severshop.usecases.reading.hands import hands_by_urgency
from severshop.usecases.reading.needs_a_hand import needs_a_hand
from severshop.vocabulary.watching import Level, Trouble
from tests import factories

pytestmark = pytest.mark.django_db

EVIDENCE = {"late": 0.83, "arrived_by_now": 0.98, "ended": 312, "lane": "DE/ups/standard/in_stock|DK"}


@pytest.fixture
def flagged(now):
    """Flag a parcel of an order of its own, or with `parcel=False` an order that has not left."""

    def write(level, trouble=Trouble.SLOW, *, deadline=date(2026, 11, 30), parcel=True, carrier="ups", days=1):
        order = factories.placed_order(now=now - timedelta(days=5))
        own = factories.packed_parcel(order, now=now - timedelta(days=4), carrier=carrier) if parcel else None
        Flag.objects.filter(order=order).delete()
        Flag.objects.create(
            order=order,
            parcel=own,
            level=level,
            trouble=trouble,
            raised_at=now - timedelta(days=days),
            evidence=EVIDENCE | {"deadline": deadline.isoformat()},
        )
        return order

    return write


def asked(order, now, **more):
    notice = {"promise_version": 1, "level": Level.DELAYED, "trouble": Trouble.NOT_HANDED_OVER, "owed_at": now}
    notice |= {"policy": "us 2026-01-01", "offers_choice": True, "answer_by": now + timedelta(days=2)}
    return DelayNotice.objects.create(order=order, **(notice | more))


def listed(now, **chosen):
    return [(row.hand.urgency, row.act) for row in needs_a_hand(now=now, **chosen).rows]


def test_nothing_needs_a_hand(now):
    page = needs_a_hand(now=now)
    assert (page.rows, page.found, page.has_next) == ((), 0, False)


def test_the_most_urgent_comes_first_each_with_its_act(flagged, now):
    flagged(Level.AT_RISK, Trouble.NOT_SCANNED)
    flagged(Level.AT_RISK, Trouble.CUSTOMS)
    flagged(Level.DELAYED)
    asked(flagged(Level.DELAYED, Trouble.NOT_HANDED_OVER, parcel=False), now)
    flagged(Level.LOST, Trouble.SILENT)
    assert listed(now) == [
        (Urgency.LOST, Act.INVESTIGATE),
        (Urgency.ANSWER, Act.LOOK),
        (Urgency.DELAYED, Act.INVESTIGATE),
        (Urgency.HELD, Act.LOOK),
        (Urgency.AT_RISK, Act.LOOK),
    ]
    assert hands_by_urgency(now=now) == dict.fromkeys(set(Urgency) - {Urgency.SEARCH}, 1)


def test_within_a_level_the_earlier_promise_comes_first(flagged, now):
    late, early = flagged(Level.DELAYED, deadline=date(2026, 12, 3)), flagged(Level.DELAYED, deadline=date(2026, 12, 1))
    assert [row.order.id for row in needs_a_hand(now=now).rows] == [early.id, late.id]


def test_what_has_cleared_is_gone(flagged, now):
    order = flagged(Level.DELAYED)
    Flag.objects.filter(order=order).update(cleared_at=now)
    assert listed(now) == []


def test_a_shopper_who_cancels_comes_before_what_is_late_even_without_a_flag(flagged, now):
    order = factories.placed_order(now=now)
    notice = asked(order, now, answer="cancel", answered_at=now)
    flagged(Level.DELAYED)
    assert listed(now)[0] == (Urgency.ANSWER, Act.CANCEL)
    DelayNotice.objects.filter(pk=notice.pk).update(answer="wait")
    assert [urgency for urgency, _act in listed(now)] == [Urgency.DELAYED]


def test_an_order_that_is_over_asks_nothing(now):
    order = factories.placed_order(now=now)
    asked(order, now, answer="cancel", answered_at=now)
    Snapshot.objects.filter(order=order).update(status="cancelled")
    assert listed(now) == []


@pytest.mark.parametrize(("consents", "there"), [(True, False), (False, True)])
def test_a_day_to_answer_that_is_over_is_settled_where_silence_is_consent(now, consents, there):
    order = factories.placed_order(now=now)
    asked(order, now, answer_by=now - timedelta(minutes=1), silence_is_consent=consents)
    assert bool(listed(now)) is there


def test_an_investigation_leads_from_asking_to_closing_to_writing(flagged, now):
    order = flagged(Level.LOST, Trouble.SILENT)
    parcel_id = Flag.objects.get(order=order).parcel_id
    search = Investigation.objects.create(order=order, parcel_id=parcel_id, opened_at=now)
    assert listed(now) == [(Urgency.LOST, Act.ASK)]
    Investigation.objects.filter(pk=search.pk).update(asked_at=now)
    assert listed(now) == [(Urgency.LOST, Act.CLOSE)]
    Flag.objects.filter(order=order).update(cleared_at=now)
    assert listed(now) == [(Urgency.SEARCH, Act.CLOSE)]
    Flag.objects.filter(order=order).update(cleared_at=None)
    Investigation.objects.filter(pk=search.pk).update(closed_at=now, outcome="lost")
    assert listed(now) == [(Urgency.LOST, Act.WRITE)]


def test_what_a_carrier_holds_is_there_without_a_flag(now):
    order = factories.placed_order(now=now)
    factories.packed_parcel(order, now=now)
    Snapshot.objects.filter(order=order).update(attention="customs_hold")
    (row,) = needs_a_hand(now=now).rows
    assert (row.hand.urgency, row.act, row.parcel.position, row.hand.carrier) == (Urgency.HELD, Act.WRITE, 1, "ups")
    assert row.hand.deadline == date(2026, 11, 30)


def test_who_asked_to_cancel_is_one_line_until_somebody_has_decided(now):
    order = factories.placed_order(now=now)
    asked(order, now, answer="cancel", answered_at=now)
    Snapshot.objects.filter(order=order).update(attention="cancellation_requested")
    assert listed(now) == [(Urgency.ANSWER, Act.CANCEL)]
    DelayNotice.objects.all().delete()
    assert listed(now) == [(Urgency.ANSWER, Act.CANCEL)]
    Snapshot.objects.filter(order=order).update(status="cancelled")
    assert listed(now) == []


def test_filters_narrow_and_counts_stay(flagged, now):
    flagged(Level.DELAYED)
    flagged(Level.DELAYED, carrier="dhl")
    flagged(Level.AT_RISK, parcel=False)
    assert len(listed(now, carrier="ups")) == 2  # of the order without a parcel its lane says who takes it
    assert len(listed(now, carrier="dhl", urgency=Urgency.AT_RISK)) == 0
    page = needs_a_hand(now=now, carrier="dhl")
    assert (page.found, page.by_urgency[Urgency.DELAYED], page.by_carrier) == (1, 2, {"ups": 2, "dhl": 1})


def test_pages_follow_one_another(flagged, now):
    for days in range(1, 4):
        flagged(Level.AT_RISK, days=days)
    first, second = (needs_a_hand(now=now, page=number, size=2) for number in (1, 2))
    assert (len(first.rows), first.has_next, len(second.rows), second.has_next) == (2, True, 1, False)
    assert len({row.order.id for row in (*first.rows, *second.rows)}) == 3
    assert needs_a_hand(now=now, page=9, size=2).rows == ()


def reads(now):
    with CaptureQueriesContext(
        connection,
    ) as found:
        needs_a_hand(now=now)
    return len(found)


def test_the_number_of_reads_does_not_grow_with_the_list(flagged, now):
    def more():
        for level in Level:
            order = flagged(level, Trouble.SILENT)
            Investigation.objects.create(order=order, parcel_id=Flag.objects.get(order=order).parcel_id, opened_at=now)
        asked(flagged(Level.DELAYED, parcel=False), now)
        held = factories.placed_order(now=now)
        factories.packed_parcel(held, now=now)
        Snapshot.objects.filter(order=held).update(attention="customs_hold")

    more()
    once = reads(now)
    more()
    more()
    assert reads(now) == once
    assert once <= 14


def test_what_is_over_is_not_read_again(flagged, now):
    """On SQLite, which says so in words: flags, notices and investigations are found by indexes of the open ones."""
    if connection.vendor != "sqlite":
        pytest.skip("the other database plans by its statistics, and there are none here")
    flagged(Level.DELAYED)
    with CaptureQueriesContext(connection) as asked_for:
        hands_by_urgency(now=now)
    plans = []
    with connection.cursor() as cursor:
        for query in asked_for.captured_queries:
            if " watch_" in query["sql"].replace('"', " ").replace("  ", " "):
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans += [row[3] for row in cursor.fetchall()]
    for table, index in (
        ("watch_flag", "flag_open"),
        ("watch_delaynotice", "delay_notice_asking"),
        ("watch_investigation", "investigation_open_once"),
    ):
        assert [f"{table} USING INDEX {index}" in plan for plan in plans if table in plan] == [True]
