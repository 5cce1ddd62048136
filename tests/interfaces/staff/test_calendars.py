"""The calendars on the screen: the warehouse sees them, an owner changes them, and sees dates before and after first."""

import re
from datetime import UTC, date, datetime, time

import pytest

from severshop.domain.promises import learned
from severshop.domain.promises.models import (
    CustomsDays,
    LearnedLane,
    LearnedTimes,
    PeakSeason,
    SpecialDay,
    WarehouseHours,
)
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

PAGE = "/staff/calendars/"
DAY = {
    "day": "2026-12-01",
    "name": "Company outing",
    "works": "closed",
    "who": "warehouse",
    "country": "",
    "region": "",
}
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shop(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_shipping()


@pytest.fixture
def owner(as_role):
    return as_role(Role.OWNER)


def said(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#39;", "'").split())


def seen(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def hours(**changes):
    days = {day: time(14) for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    return WarehouseHours.objects.create(**{"time_zone": "Europe/Berlin", "changed_at": NOW} | days | changes)


def test_the_warehouse_sees_what_holds_and_changes_nothing(warehouse):
    hours(valid_from=date(2026, 1, 1), saturday=time(11, 30))
    hours(valid_from=date(2025, 1, 1))
    hours(valid_from=date(2027, 1, 4), monday=time(9))
    page = said(warehouse.get(PAGE))
    assert "Mon 14:00" in page
    assert "Sat 11:30" in page
    assert "Sun free" in page
    assert "From Mon 4 January 2027 Mon until 09:00; Tue – Fri until 14:00 (Europe/Berlin)" in page
    assert "Earlier 1" in page
    assert "Public holiday, Germany · the warehouse is free" in page
    assert "Christmas Day" in page
    html = warehouse.get(PAGE).content.decode()
    assert "/add/" not in html
    assert "/remove/" not in html


def test_public_holidays_of_another_country_are_marked_as_such(warehouse):
    page = said(warehouse.get(f"{PAGE}?country=FR"))
    assert "Public holiday, France" in page
    assert "the warehouse is free" not in page
    assert "Public holiday, Germany" in said(warehouse.get(f"{PAGE}?country=nothing"))


def test_an_empty_shop_says_what_is_taken_instead(warehouse):
    page = said(warehouse.get(PAGE))
    assert "Nobody has written the week down" in page
    assert "No days are counted for customs." in page
    assert "None is on, and none comes." in page


def test_a_day_is_shown_before_it_is_saved(owner):
    shown = owner.post(f"{PAGE}days/add/", DAY | {"step": "show"})
    page = said(shown)
    assert shown.status_code == 200
    assert not SpecialDay.objects.exists()
    # Standard takes up to two days in the warehouse: placed on Friday, it leaves on Tuesday at the latest.
    assert "The first order that gets other dates is placed on Fri 27 November, 10:00." in page
    assert "Germany Standard · DHL 1 – 4 Dec 1 – 7 Dec 3 days later" in page
    assert "Germany Express · UPS 30 Nov – 1 Dec 30 Nov – 1 Dec no change" in page
    saved = owner.post(f"{PAGE}days/add/", DAY | {"step": "save", "seen": seen(shown)}, follow=True)
    assert "Saved." in said(saved)
    row = SpecialDay.objects.get()
    assert (row.whose, row.day, row.works, row.name) == ("warehouse", date(2026, 12, 1), False, "Company outing")
    assert (row.changed_by.name, row.changed_at) == ("Sam owner", NOW)
    assert "Company outing" in said(owner.get(PAGE))


def test_the_order_to_look_at_can_be_chosen(owner):
    asked = {"at": "2026-11-30T09:00", "to": ["CH"], "availability": "in_stock", "step": "show"}
    page = said(owner.post(f"{PAGE}days/add/", DAY | asked))
    assert "An order placed on Mon 30 November, 09:00 arrives:" in page
    assert "Switzerland Express" in page
    assert "Germany Express" not in page
    for at, wrong in (("1926-11-30T09:00", "more than three years away"), ("soon", "Enter a valid date/time")):
        assert wrong in said(owner.post(f"{PAGE}days/add/", DAY | asked | {"at": at}))


def test_what_was_changed_after_looking_is_shown_again_first(owner):
    token = seen(owner.post(f"{PAGE}days/add/", DAY | {"step": "show"}))
    other = owner.post(f"{PAGE}days/add/", DAY | {"day": "2026-12-02", "step": "save", "seen": token})
    assert "Something was changed after you looked" in said(other)
    assert not SpecialDay.objects.exists()
    unseen = owner.post(f"{PAGE}days/add/", DAY | {"step": "save"})
    assert "Something was changed after you looked" in said(unseen)
    assert not SpecialDay.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_written(owner):
    wrong = owner.post(f"{PAGE}days/add/", DAY | {"day": "2026-11-23"})
    assert wrong.status_code == 400
    assert "That day is over. Choose today or a later day." in said(wrong)
    assert "What it changes" not in said(wrong).replace("Show what it changes", "")


def test_a_row_is_begun_from_another_and_saved_once(owner):
    row = CustomsDays.objects.create(country="CH", valid_from=date(2020, 1, 1), fewest=1, most=2, changed_at=NOW)
    page = owner.get(f"{PAGE}customs/add/?like={row.pk}").content.decode()
    assert '<option value="CH" selected>' in page
    assert 'value="2026-11-25"' in page
    change = {"country": "CH", "valid_from": "2026-11-25", "fewest": "2", "most": "6"}
    shown = owner.post(f"{PAGE}customs/add/", change | {"step": "show"})
    assert "6 days later" in said(shown)  # four working days and a weekend
    save = change | {"step": "save", "seen": seen(shown)}
    assert owner.post(f"{PAGE}customs/add/", save).status_code == 302
    again = owner.post(f"{PAGE}customs/add/", save)
    assert again.status_code == 400
    assert "A row for that day exists. Change the day." in said(again)
    assert CustomsDays.objects.count() == 2
    row.refresh_from_db()
    assert (row.fewest, row.most) == (1, 2)


def test_a_cutoff_that_the_clocks_skip_is_warned_of(owner):
    change = {"valid_from": "2026-12-01", "time_zone": "Europe/Berlin", "sunday": "02:30", "monday": "14:00"}
    assert "the clocks skip 02:30" in said(owner.post(f"{PAGE}hours/add/", change | {"step": "show"}))


def test_only_what_has_not_begun_is_removed_and_shown_first(owner):
    begun = PeakSeason.objects.create(
        name="Autumn", first_day=date(2026, 11, 1), last_day=date(2026, 11, 30), handling_days=1, changed_at=NOW
    )
    coming = PeakSeason.objects.create(
        name="Christmas", first_day=date(2026, 12, 1), last_day=date(2026, 12, 24), transit_days=2, changed_at=NOW
    )
    page = owner.get(PAGE).content.decode()
    assert f"seasons/{coming.pk}/remove/" in page
    assert f"seasons/{begun.pk}/remove/" not in page
    shown = said(owner.get(f"{PAGE}seasons/{coming.pk}/remove/"))
    assert "The first order that gets other dates is placed on Tue 1 December" in shown
    assert "days earlier" in shown
    assert PeakSeason.objects.count() == 2
    assert "Removed." in said(owner.post(f"{PAGE}seasons/{coming.pk}/remove/", follow=True))
    assert "removed already" in said(owner.post(f"{PAGE}seasons/{coming.pk}/remove/", follow=True))
    assert "has begun: it stays" in said(owner.get(f"{PAGE}seasons/{begun.pk}/remove/", follow=True))
    assert "has begun: it stays" in said(owner.post(f"{PAGE}seasons/{begun.pk}/remove/", follow=True))
    assert PeakSeason.objects.get() == begun


@pytest.mark.parametrize("path", ["pigeons/add/", "days/999999/remove/", "pigeons/1/remove/"])
def test_what_is_not_there_is_not_found(owner, path):
    assert owner.get(f"{PAGE}{path}").status_code == 404


@pytest.mark.parametrize("kind", ["hours", "carriers", "availability", "customs", "seasons", "days"])
def test_every_calendar_has_its_form(owner, kind):
    page = owner.get(f"{PAGE}{kind}/add/?like=999999")
    assert page.status_code == 200
    assert "Show what it changes" in said(page)


def test_a_season_that_is_on_can_end_sooner_or_later(owner):
    season = PeakSeason.objects.create(
        name="Black Friday", first_day=date(2026, 11, 20), last_day=date(2026, 11, 30), handling_days=2, changed_at=NOW
    )
    path = f"{PAGE}seasons/{season.pk}/end/"
    assert path in owner.get(PAGE).content.decode()
    assert "Black Friday , 20 – 30 Nov 2026" in said(owner.get(path))
    assert "That day is over." in said(owner.post(path, {"last_day": "2026-11-23", "step": "show"}))
    assert "a year at most" in said(owner.post(path, {"last_day": "2027-11-23", "step": "show"}))
    shown = owner.post(path, {"last_day": "2026-11-24", "step": "show"})
    assert "The first order that gets other dates is placed on Wed 25 November" in said(shown)
    assert "days earlier" in said(shown)
    season.refresh_from_db()
    assert season.last_day == date(2026, 11, 30)
    other = owner.post(path, {"last_day": "2026-11-25", "step": "save", "seen": seen(shown)})
    assert "Something was changed after you looked" in said(other)
    saved = owner.post(path, {"last_day": "2026-11-24", "step": "save", "seen": seen(shown)}, follow=True)
    assert "Saved." in said(saved)
    season.refresh_from_db()
    assert (season.last_day, season.changed_by.name, season.changed_at) == (date(2026, 11, 24), "Sam owner", NOW)


def test_a_season_that_is_over_stays(owner):
    season = PeakSeason.objects.create(
        name="Autumn", first_day=date(2026, 10, 1), last_day=date(2026, 10, 30), handling_days=1, changed_at=NOW
    )
    path = f"{PAGE}seasons/{season.pk}/end/"
    assert path not in owner.get(PAGE).content.decode()
    shown = owner.post(path, {"last_day": "2026-12-24", "step": "show"})
    saved = owner.post(path, {"last_day": "2026-12-24", "step": "save", "seen": seen(shown)}, follow=True)
    assert "This season is over" in said(saved)
    season.refresh_from_db()
    assert season.last_day == date(2026, 10, 30)
    assert owner.get(f"{PAGE}seasons/999999/end/").status_code == 404


def test_days_by_availability_are_tried_out_with_such_articles(owner):
    change = {"availability": "made_to_order", "valid_from": "2026-11-24", "fewest": "10", "most": "15"}
    html = owner.post(f"{PAGE}availability/add/", change | {"step": "show"}).content.decode()
    assert '<option value="made_to_order" selected>' in html.split('name="at"')[1].split('name="to"')[0]
    assert "a wide guess" in html  # nobody had written down how long such articles take
    assert "these days are contained" not in html


def test_where_times_were_learned_customs_are_said_to_be_contained(owner):
    learned.forget()
    times = LearnedTimes.objects.create(made_at=NOW, records=5, open_records=0)
    for stage, chances in (("handling", [1.0]), ("transit", [0.0, 0.9, 1.0])):
        lane = "DE/ups/standard/in_stock|CH"
        LearnedLane.objects.create(times=times, stage=stage, lane=lane, ended=5, open=0, chances=chances)
    change = {"country": "CH", "valid_from": "2026-11-24", "fewest": "2", "most": "6", "step": "show"}
    page = said(owner.post(f"{PAGE}customs/add/", change))
    learned.forget()
    assert "these days are contained in that" in page
