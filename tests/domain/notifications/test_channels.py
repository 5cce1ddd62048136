from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severshop.domain.notifications.channels import (
    MILESTONES,
    Act,
    Choices,
    Stop,
    Trouble,
    TroubleKind,
    chosen,
    mail_verdict,
    push_verdict,
    quiet_until,
    stop_of,
)
from severshop.domain.notifications.rules import Kind
from severshop.vocabulary.milestones import Milestone

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def told(kind, *, days=0):
    return Trouble(kind=kind, at=NOW - timedelta(days=days))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {*MILESTONES, Kind.NEW_NUMBER}])
@pytest.mark.parametrize("stop", list(Stop))
def test_what_is_owed_goes_whatever_was_chosen_and_whatever_came_back(kind, stop):
    nothing = Choices(mail=frozenset(), push=frozenset())
    assert mail_verdict(kind, choices=nothing, stop=stop).act is Act.SEND


@pytest.mark.parametrize("kind", MILESTONES)
def test_a_milestone_goes_by_mail_unless_it_was_turned_off_or_the_address_is_spared(kind):
    assert mail_verdict(kind, choices=Choices(), stop=Stop.NONE).act is Act.SEND
    without = Choices(mail=frozenset(MILESTONES) - {kind})
    assert mail_verdict(kind, choices=without, stop=Stop.NONE).why == "not sent: turned off by the reader"
    assert mail_verdict(kind, choices=Choices(), stop=Stop.UNREACHABLE).act is Act.DROP
    assert mail_verdict(kind, choices=Choices(), stop=Stop.UNWANTED).act is Act.DROP


def test_a_new_number_is_told_to_those_who_were_told_the_old_one():
    assert mail_verdict(Kind.NEW_NUMBER, choices=Choices(), stop=Stop.NONE).act is Act.SEND
    silent = Choices(mail=frozenset({Kind.DELIVERED}))
    assert mail_verdict(Kind.NEW_NUMBER, choices=silent, stop=Stop.NONE).act is Act.DROP


@pytest.mark.parametrize(
    ("told_of", "stop"),
    [
        ([], Stop.NONE),
        ([told(TroubleKind.HARD)], Stop.UNREACHABLE),
        ([told(TroubleKind.SOFT, days=day) for day in (1, 2)], Stop.NONE),
        ([told(TroubleKind.SOFT, days=day) for day in (1, 2, 3)], Stop.UNREACHABLE),
        ([told(TroubleKind.SOFT, days=day) for day in (1, 2, 31)], Stop.NONE),
        ([told(TroubleKind.COMPLAINT)], Stop.UNWANTED),
        ([told(TroubleKind.HARD, days=2), told(TroubleKind.COMPLAINT, days=1)], Stop.UNWANTED),
        ([told(TroubleKind.COMPLAINT, days=2), told(TroubleKind.HARD, days=1)], Stop.UNWANTED),
        ([told(TroubleKind.HARD, days=2), told(TroubleKind.RESUMED, days=1)], Stop.NONE),
        ([told(TroubleKind.RESUMED, days=1), told(TroubleKind.HARD)], Stop.UNREACHABLE),
    ],
)
def test_one_hard_bounce_is_enough_soft_ones_add_up_and_the_reader_may_want_more(told_of, stop):
    assert stop_of(told_of, now=NOW) is stop
    assert stop_of(reversed(told_of), now=NOW) is stop


def at(clock, *, zone=COPENHAGEN, day=24):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        ("20:59", None),
        ("21:00", at("08:00", day=25)),
        ("23:59", at("08:00", day=25)),
        ("00:00", at("08:00")),
        ("07:59", at("08:00")),
        ("08:00", None),
    ],
)
def test_the_night_begins_and_ends_on_the_shoppers_clock(clock, ends):
    assert quiet_until(Choices(), zone=COPENHAGEN, now=at(clock)) == ends


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all():
    nap = Choices(quiet_from=time(13), quiet_until=time(15))
    assert quiet_until(nap, zone=COPENHAGEN, now=at("14:00")) == at("15:00")
    assert quiet_until(nap, zone=COPENHAGEN, now=at("22:00")) is None
    assert quiet_until(Choices(is_quiet=False), zone=COPENHAGEN, now=at("22:00")) is None
    assert quiet_until(Choices(quiet_from=time(8), quiet_until=time(8)), zone=COPENHAGEN, now=at("08:00")) is None


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia"]),
    start=st.times(),
    end=st.times(),
)
def test_a_held_push_waits_less_than_a_day_and_wakes_when_it_is_no_longer_quiet(now, zone, start, end):
    choices = Choices(
        quiet_from=start.replace(second=0, microsecond=0), quiet_until=end.replace(second=0, microsecond=0)
    )
    ends = quiet_until(choices, zone=ZoneInfo(zone), now=now)
    if ends is not None:
        assert timedelta(0) < ends - now <= timedelta(hours=25)
        assert quiet_until(choices, zone=ZoneInfo(zone), now=ends) is None


def push(kind, milestone, *, now=NOW, choices=None, owed_at=NOW):
    return push_verdict(
        kind, choices=choices or Choices(), milestone=milestone, owed_at=owed_at, zone=COPENHAGEN, now=now
    )


@pytest.mark.parametrize(
    ("kind", "milestone", "act"),
    [
        (Kind.SHIPPED, Milestone.LABEL_CREATED, Act.SEND),
        (Kind.SHIPPED, Milestone.IN_TRANSIT, Act.SEND),
        (Kind.SHIPPED, Milestone.OUT_FOR_DELIVERY, Act.DROP),
        (Kind.SHIPPED, Milestone.DELIVERED, Act.DROP),
        (Kind.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY, Act.SEND),
        (Kind.OUT_FOR_DELIVERY, Milestone.ATTEMPT_FAILED, Act.DROP),
        (Kind.OUT_FOR_DELIVERY, Milestone.DELIVERED, Act.DROP),
        (Kind.DELIVERED, Milestone.DELIVERED, Act.SEND),
    ],
)
def test_a_push_that_newer_news_overtook_is_not_sent(kind, milestone, act):
    assert push(kind, milestone).act is act


def test_a_push_waits_for_the_morning_and_goes_then_unless_overtaken():
    night = at("23:30")
    held = push(Kind.DELIVERED, Milestone.DELIVERED, now=night, owed_at=night)
    assert (held.act, held.until) == (Act.HOLD, at("08:00", day=25))
    assert push(Kind.DELIVERED, Milestone.DELIVERED, now=held.until, owed_at=night).act is Act.SEND
    assert push(Kind.SHIPPED, Milestone.OUT_FOR_DELIVERY, now=held.until, owed_at=night).act is Act.DROP


def test_old_news_and_what_was_turned_off_is_not_pushed():
    assert (
        push(Kind.DELIVERED, Milestone.DELIVERED, owed_at=NOW - timedelta(hours=25)).why == "not sent: no longer news"
    )
    off = Choices(push=frozenset())
    assert push(Kind.DELIVERED, Milestone.DELIVERED, choices=off).why == "not sent: turned off by the reader"


def test_only_milestones_can_be_chosen():
    assert chosen(["shipped", "received", "nonsense"]) == {Kind.SHIPPED}
