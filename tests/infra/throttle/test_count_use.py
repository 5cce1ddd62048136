from datetime import timedelta

import pytest

from severshop.infra.throttle.actions import Limit, TooOftenError, count_use
from severshop.infra.throttle.models import Tally

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def test_a_limit_holds_until_its_window_ends(now):
    limits = [Limit("ada", 2, HOUR)]
    count_use(limits, now=now)
    count_use(limits, now=now + timedelta(minutes=30))
    with pytest.raises(TooOftenError) as refused:
        count_use(limits, now=now + timedelta(minutes=59))
    assert refused.value.until == now + HOUR
    count_use(limits, now=now + HOUR)


def test_subjects_are_counted_apart(now):
    count_use([Limit("ada", 1, HOUR)], now=now)
    count_use([Limit("bob", 1, HOUR)], now=now)
    with pytest.raises(TooOftenError):
        count_use([Limit("ada", 1, HOUR)], now=now)


def test_when_one_limit_is_used_up_the_other_is_not_counted(now):
    narrow, wide = Limit("order", 1, HOUR), Limit("origin", 2, HOUR)
    count_use([narrow, wide], now=now)
    for _ in range(3):
        with pytest.raises(TooOftenError):
            count_use([narrow, wide], now=now)
    count_use([wide], now=now)


def test_nobody_can_be_read_from_the_table(now):
    count_use([Limit("203.0.113.9", 1, HOUR)], now=now)
    assert "203" not in Tally.objects.get().key
