"""What a change of the calendars would do, before it is saved."""

from datetime import UTC, date, datetime

import pytest

from severshop.domain.promises.calendar_rows import Hours, Special
from severshop.domain.promises.models import Promise, SpecialDay
from severshop.domain.promises.queries import calendars, row_of
from severshop.domain.promises.seed import load_calendars
from severshop.domain.promises.usual import FIRST_DAY
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.promising.preview import preview_country
from severshop.vocabulary.availability import Availability

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
OUTING = Special("warehouse", date(2026, 11, 25), name="outing")


@pytest.fixture(autouse=True)
def _shop(db):
    load_shipping()
    load_calendars(now=NOW)


def test_before_and_after_for_every_way(django_assert_num_queries):
    standard, express = preview_country("DE", at=NOW, changed=calendars().with_row(OUTING))
    assert (standard.route.carrier, express.route.carrier) == ("dhl", "ups")
    assert (standard.before.ships_by, standard.after.ships_by) == (date(2026, 11, 26), date(2026, 11, 27))
    assert (standard.days_later, express.days_later) == (1, 1)
    assert not SpecialDay.objects.filter(whose="warehouse").exists()
    assert not Promise.objects.exists()


def test_without_a_change_nothing_moves():
    ways = preview_country("CH", at=NOW, availability=Availability.MADE_TO_ORDER)
    assert [one.days_later for one in ways] == [0, 0]


def test_a_change_that_breaks_the_calendar_is_a_guess_after():
    never = Hours(FIRST_DAY, "Europe/Berlin", (None,) * 7)
    known = calendars()
    (hours,) = known.hours
    for one in preview_country("DE", at=NOW, changed=known.with_row(never, instead_of=hours)):
        assert (one.before.is_guess, one.after.is_guess) == (False, True)


def test_a_country_that_the_shop_does_not_ship_to_has_no_ways():
    assert preview_country("US", at=NOW) == ()


def test_only_rows_of_calendars_are_values():
    with pytest.raises(TypeError, match="Promise"):
        row_of(Promise())
