"""Reads of what was learned."""

from datetime import timedelta

import pytest

from severshop.domain.promises import learned
from severshop.domain.promises.models import CarrierTrust, LearnedLane, LearnedTimes, Sureness
from severshop.vocabulary.routes import Route

BAVARIA = Route("dhl", "standard", "DE", "DE", "BY")
FRANCE = Route("dhl", "standard", "DE", "FR")

pytestmark = pytest.mark.django_db


def learn(now, *, lanes=(), trust=()):
    times = LearnedTimes.objects.create(made_at=now, records=100, open_records=3)
    for lane in lanes:
        for stage, chances in (("handling", [0.5, 1.0]), ("transit", [0.0, 0.6, 0.9])):
            LearnedLane.objects.create(times=times, stage=stage, lane=lane, ended=90, open=3, chances=chances)
    for carrier, scored in trust:
        CarrierTrust.objects.create(times=times, carrier=carrier, scored=scored, kept=0.9, days_after={"0.93": 1})
    learned.look_again()


def test_nothing_is_known_before_anything_was_learned():
    assert learned.curves_for(BAVARIA) is None
    assert learned.trust_in("dhl") is None
    assert learned.sureness() == 0.93


def test_a_route_goes_by_its_narrowest_lane(now):
    country, region = BAVARIA.lanes[1], BAVARIA.lanes[0]
    learn(now, lanes=(country,))
    assert learned.curves_for(BAVARIA).lane == country
    learn(now + timedelta(days=1), lanes=(country, region))
    curves = learned.curves_for(BAVARIA)
    assert (curves.lane, curves.ended, curves.open) == (region, 90, 3)
    assert curves.made_at == now + timedelta(days=1)
    assert curves.transit.done_by(1) == 0.6


def test_what_other_countries_teach_does_not_hold_for_a_new_one(now):
    learn(now, lanes=(BAVARIA.lanes[2], BAVARIA.lanes[1]))
    assert learned.curves_for(FRANCE) is None


def test_a_carrier_is_believed_from_thirty_scored_estimates_on(now):
    learn(now, trust=(("dhl", 30), ("ups", 29)))
    assert learned.trust_in("dhl").days_after == {"0.93": 1}
    assert learned.trust_in("ups") is None


def test_the_newest_sureness_holds(now):
    Sureness.objects.create(sure=0.8, changed_at=now)
    Sureness.objects.create(sure=0.95, changed_at=now + timedelta(hours=1))
    learned.look_again()
    assert learned.sureness() == 0.95


def test_a_batch_of_reads_costs_one_query(now, django_assert_num_queries):
    learn(now, lanes=BAVARIA.lanes[:2])
    learned.curves_for(BAVARIA)
    learned.look_again()
    with django_assert_num_queries(1):
        for _ in range(100):
            learned.curves_for(BAVARIA)
            learned.trust_in("dhl")
            learned.sureness()
