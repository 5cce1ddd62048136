"""The demo's past is promised and learned from as it would have been: promises tighten, and a bad week shows."""

from datetime import timedelta

import pytest

from severshop.domain.promises.models import DeliveryRecord, LearnedTimes
from severshop.domain.promises.queries import forget_calendars
from severshop.interfaces.cli.demo_past import LEARNED_DAYS_AGO, remember
from severshop.simulator.histories.past import FAILING, Past
from severshop.usecases.reading.promise_quality import promise_quality
from severshop.usecases.seeding.demo_past import let_arrive
from severshop.usecases.seeding.fill_shop import fill_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_calendars(settings):
    """As in the shop: read once, not at every date."""
    settings.CALENDARS_FRESH_SECONDS = 60
    forget_calendars()
    yield
    forget_calendars()


@pytest.fixture
def remembered(now, kept_calendars):
    fill_shop(now=now)
    return remember(now=now)


def test_promises_tighten_and_stay_kept_but_for_the_failing_carriers_week(now, remembered):
    assert remembered == DeliveryRecord.objects.count()
    assert LearnedTimes.objects.count() == len(LEARNED_DAYS_AGO) + 1
    fails_from = Past(until=now).fails_from
    quality = promise_quality(weeks=24, today=now.date())
    bad = {fails_from - timedelta(days=7), fails_from}
    before = [week for week in quality.weeks if week.monday < min(bad)]
    table, learned = before[:5], before[-4:]
    assert min(week.mean_days for week in table) > max(week.mean_days for week in learned) + 1.5
    assert not any(week.is_below for week in before)
    alarms = [(alarm.carrier, alarm.week.monday) for alarm in quality.alarms]
    assert (FAILING, fails_from) in alarms
    assert ("", fails_from) in alarms
    assert {monday for _carrier, monday in alarms} <= bad
    assert {carrier for carrier, _monday in alarms} == {"", FAILING}

    # Nothing in it is known too early, or stays open for ever.
    rows = DeliveryRecord.objects.all()
    assert not rows.filter(delivered_at__gt=now).exists()
    assert not rows.filter(delivered_at=None, ended_at=None).exists()
    assert not rows.filter(promised_latest=None).exists()


def test_what_arrives_tightens_what_is_promised(now, remembered):
    def parcels():
        return Past(until=now, days=28, a_day=3.0, country="SE").parcels()

    arrived = let_arrive(parcels(), country="SE", now=now + timedelta(minutes=1))
    assert arrived.parcels > 50
    assert arrived.after["standard"].latest < arrived.before["standard"].latest
    again = let_arrive(parcels(), country="SE", now=now + timedelta(minutes=2))
    assert (again.parcels, again.after) == (0, arrived.after)
    rows = DeliveryRecord.objects.count()
    assert remember(now=now + timedelta(days=1)) == 0, "a past is given once"
    assert DeliveryRecord.objects.count() == rows == remembered + arrived.parcels
