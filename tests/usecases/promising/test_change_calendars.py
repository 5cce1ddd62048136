"""Rows are written by one hand, once, and only what has not begun may go."""

from datetime import UTC, date, datetime

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.promises.calendars import Calendars
from severshop.domain.promises.kept_rows import Kind, kept_rows, lines
from severshop.domain.promises.models import SpecialDay, WarehouseHours
from severshop.domain.shipping.actions import load_shipping
from severshop.usecases.promising.change_calendars import (
    HasBegunError,
    SameDayError,
    UnknownRowError,
    add_row,
    remove_row,
)
from severshop.usecases.promising.try_change import (
    Trial,
    first_changed,
    try_out,
    usual_trial,
    with_row,
    without_row,
)
from severshop.vocabulary.availability import Availability
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def owner():
    return make_staff("owner@shop.example", name="Olga", password="a-long-password", roles=[Role.OWNER])


@pytest.fixture
def shipping():
    load_shipping()


def closed_on(day):
    return SpecialDay(whose="warehouse", day=day, name="Outing")


def test_a_row_says_who_wrote_it_and_when(owner, now):
    row_id = add_row(closed_on(date(2026, 12, 1)), by=owner.pk, now=now)
    (kept,) = kept_rows(Kind.DAYS)
    assert (kept.id, kept.changed_by, kept.changed_at, kept.begins) == (row_id, "Olga", now, date(2026, 12, 1))


def test_the_same_day_is_written_once(owner, now):
    add_row(closed_on(date(2026, 12, 1)), by=owner.pk, now=now)
    with pytest.raises(SameDayError):
        add_row(closed_on(date(2026, 12, 1)), by=owner.pk, now=now)
    assert SpecialDay.objects.count() == 1


@pytest.mark.parametrize(("day", "goes"), [(25, True), (24, False), (23, False)])
def test_only_what_has_not_begun_may_go(owner, now, day, goes):
    row = SpecialDay.objects.create(
        whose="warehouse", day=date(2026, 11, day), name="Outing", changed_at=now, changed_by=owner
    )
    if goes:
        remove_row(Kind.DAYS, row.pk, today=TODAY, by=owner.pk, now=now)
        with pytest.raises(UnknownRowError):
            remove_row(Kind.DAYS, row.pk, today=TODAY, by=owner.pk, now=now)
    else:
        with pytest.raises(HasBegunError):
            remove_row(Kind.DAYS, row.pk, today=TODAY, by=owner.pk, now=now)
    assert SpecialDay.objects.exists() is not goes


def test_a_line_tells_what_holds_from_what_comes_and_what_was(now):
    WarehouseHours.objects.all().delete()
    for day in (date(2025, 1, 1), date(2026, 11, 24), date(2027, 1, 1), date(2026, 12, 1)):
        WarehouseHours.objects.create(valid_from=day, time_zone="Europe/Berlin", monday="14:00", changed_at=now)
    (line,) = lines(Kind.HOURS, today=TODAY)
    assert line.now.begins == TODAY
    assert [row.begins for row in line.coming] == [date(2026, 12, 1), date(2027, 1, 1)]
    assert [row.begins for row in line.past] == [date(2025, 1, 1)]
    assert line.now.changed_by == ""


def test_a_free_day_is_tried_out_without_being_written(shipping, now):
    trial = Trial(("DE",))
    changed = with_row(closed_on(date(2026, 12, 1)))
    at = first_changed(changed, trial, now=now)
    assert at is not None
    assert at.date() <= date(2026, 12, 1)
    moved = [one for one in try_out(changed, trial, at=at) if one.days_later]
    assert moved
    assert all(one.days_later > 0 for one in moved)
    assert not SpecialDay.objects.exists()
    day_before = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert all(one.before.window == one.after.window for one in try_out(changed, Trial(("DE",)), at=day_before))


def test_what_changes_nothing_is_said_to(shipping, now):
    sunday = with_row(closed_on(date(2026, 12, 6)))
    assert first_changed(sunday, Trial(("DE",)), now=now) is None


def test_a_cutoff_that_moves_is_met_just_before_it(shipping, now):
    days = dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], datetime(2026, 1, 1, 9).time())
    row = WarehouseHours(valid_from=date(2026, 12, 7), time_zone="Europe/Berlin", **days)
    at = first_changed(with_row(row), Trial(("DE",)), now=now)
    assert at is not None
    assert at.date() == date(2026, 12, 7)


def test_removing_is_tried_out_too(shipping, owner, now):
    row_id = add_row(closed_on(date(2026, 12, 1)), by=owner.pk, now=now)
    changed = without_row(Kind.DAYS, row_id)
    at = first_changed(changed, Trial(("DE",)), now=now)
    assert at is not None
    assert all(one.days_later <= 0 for one in try_out(changed, Trial(("DE",)), at=at))
    assert isinstance(without_row(Kind.DAYS, row_id + 1), Calendars)


def test_a_country_of_each_zone_is_tried_and_what_the_row_is_about(shipping):
    assert usual_trial({}) == Trial(("DE", "AT", "CH"))
    assert usual_trial({"country": "GB"}).countries == ("GB", "DE", "AT", "CH")
    assert usual_trial({"country": "XX"}).countries == ("DE", "AT", "CH")
    assert usual_trial({"availability": "made_to_order"}).availability is Availability.MADE_TO_ORDER
