"""What the shop does about what the watch finds, through the real watch: once for each change, and taken back by news."""

import json
from datetime import date, datetime, timedelta

import pytest

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Address
from severshop.domain.promises.opening import NoWorkingDayError
from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag, Investigation
from severshop.usecases.aftercare.answer_delay import (
    AlreadyCancelledError,
    NothingAskedError,
    answer_delay,
    orders_to_cancel,
)
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.investigating.open_investigation import open_investigation
from severshop.usecases.refresh_status import refresh_locked, refresh_status, shop_zone
from severshop.usecases.watching import outlook
from severshop.usecases.watching.working_days import working_day_after
from severshop.vocabulary.watching import Answer, Level
from tests.factories import packed_parcel, placed_order, public_page
from tests.usecases.watching.courses import AMERICA, due_at, owed, pass_until, scanned

pytestmark = pytest.mark.django_db


def has(level):
    return lambda: Flag.objects.filter(cleared_at=None, level=level).exists()


@pytest.fixture
def parcel(now):
    return packed_parcel(placed_order(now=now), now=now)


@pytest.fixture
def american(now):
    """An order to America that nobody packs. It should leave on Wednesday 25 November."""
    return placed_order(now=now, address=AMERICA)


def page(parcel):
    return public_page(parcel.order_id)


def codes(told):
    return [step["code"] for step in told["next"]]


def test_at_risk_is_for_the_staff_alone(parcel):
    pass_until(parcel.order, has(Level.AT_RISK))
    told = page(parcel)
    assert (told["delay"], told["attention"], told["arrival"]["kind"]) == (None, None, "window")
    assert owed(parcel.order) == ["received", "shipped"]
    assert "we_ask_carrier" in codes(told)


def test_a_delay_is_told_once_with_the_new_dates(parcel):
    at = pass_until(parcel.order, has(Level.DELAYED))
    assert (at.weekday(), at.hour) == (1, 6), "Tuesday, seven in Cologne: the morning after the promised days"
    told = page(parcel)
    assert told["arrival"]["revised"]
    assert told["arrival"]["latest"] > told["promised"]["latest"] == "2026-11-30"
    assert (told["delay"]["level"], told["delay"]["parcel"]) == ("delayed", 1)
    assert owed(parcel.order) == ["received", "shipped", "delayed"]
    notice = DelayNotice.objects.get()
    assert (notice.promise_version, notice.policy, notice.offers_choice) == (2, "eu 2026-01-01", False)
    for _ in range(2):
        refresh_status([parcel.order_id], now=at + timedelta(minutes=1))
        refresh_locked([parcel.order_id], now=at + timedelta(minutes=2), by_age=True)
    assert owed(parcel.order).count("delayed") == DelayNotice.objects.count() == 1


def test_the_day_to_end_the_contract_counts_from_what_was_agreed(now):
    order = placed_order(now=now)
    pass_until(order, has(Level.DELAYED))
    first = {step["by"][:10] for step in public_page(order.id)["next"] if step["code"] == "end"}
    pass_until(order, lambda: DelayNotice.objects.count() > 1)
    again = {step["by"][:10] for step in public_page(order.id)["next"] if step["code"] == "end"}
    assert first == again == {working_day_after(date(2026, 11, 30), 5).isoformat()}


def test_news_takes_a_delay_back(parcel):
    at = pass_until(parcel.order, has(Level.DELAYED))
    scanned(parcel, at=at + timedelta(hours=30), kind="I", code="OT")
    assert page(parcel)["arrival"]["kind"] == "today"
    scanned(parcel, at=at + timedelta(hours=33), kind="D", code="FS")
    told = page(parcel)
    assert (told["delay"], told["attention"], told["next"]) == (None, None, [])
    assert not Flag.objects.filter(cleared_at=None).exists()


def test_what_is_presumed_lost_is_looked_for_with_all_that_is_known_and_nobody_named(parcel, now):
    scanned(parcel, at=now + timedelta(hours=5))
    named = page(parcel)["next"]
    at = pass_until(parcel.order, has(Level.LOST))
    search = Investigation.objects.get()
    assert (search.parcel_id, search.opened_at, search.opened_by, search.asked_at) == (parcel.id, at, None, None)
    dossier = json.dumps(search.dossier)
    for said in (parcel.tracking_number, "COLOGNE", "handed_over_at", "promised", "Strada Runner"):
        assert said.lower() in dossier.lower(), said
    address = Address.objects.get(order_id=parcel.order_id)
    for secret in (address.name, address.street, address.postal_code, parcel.order.email):
        assert secret not in dossier
    assert owed(parcel.order)[-1] == "presumed_lost"
    told = page(parcel)
    assert told["arrival"]["kind"] == "none"
    assert codes(told) == ["choose"]
    # The page had named this very moment from the beginning on.
    assert datetime.fromisoformat(next(step["by"] for step in named if step["code"] == "we_ask_carrier")) == at


def test_a_claim_is_offered_on_the_policys_day_and_once(parcel):
    pass_until(parcel.order, has(Level.LOST))
    named = page(parcel)["delay"]["choose_from"]
    assert not ClaimOffer.objects.exists()
    at = pass_until(parcel.order, ClaimOffer.objects.exists)
    assert at.date().isoformat() == named == page(parcel)["delay"]["offered_at"][:10]
    assert owed(parcel.order)[-2:] == ["presumed_lost", "claim_offered"]
    for minutes in (1, 2):
        refresh_locked([parcel.order_id], now=at + timedelta(minutes=minutes), by_age=True)
    assert ClaimOffer.objects.count() == owed(parcel.order).count("claim_offered") == 1


def test_news_ends_the_search_and_withdraws_the_offer(parcel):
    at = pass_until(parcel.order, ClaimOffer.objects.exists) + timedelta(hours=5)
    scanned(parcel, at=at)
    search, offer = Investigation.objects.get(), ClaimOffer.objects.get()
    assert (search.outcome, search.closed_at, offer.withdrawn_at) == ("found", at, at)
    assert owed(parcel.order)[-2:] == ["claim_offered", "found"]
    told = page(parcel)
    assert told["arrival"]["kind"] == "window"
    assert told["delay"] is None or told["delay"]["level"] == "delayed"
    refresh_status([parcel.order_id], now=at + timedelta(minutes=1))
    assert owed(parcel.order).count("found") == 1


def test_what_arrives_after_all_needs_no_other_word(parcel):
    at = pass_until(parcel.order, has(Level.LOST)) + timedelta(hours=5)
    scanned(parcel, at=at, kind="D", code="FS")
    assert Investigation.objects.get().outcome == "delivered"
    assert owed(parcel.order)[-2:] == ["presumed_lost", "delivered"]
    assert page(parcel)["delay"] is None


def test_a_search_that_the_staff_began_is_gone_on_with(parcel):
    at = pass_until(parcel.order, has(Level.AT_RISK))
    somebody = User.objects.create_user("staff@example.com")
    open_investigation(parcel.id, by=somebody.pk, now=at)
    pass_until(parcel.order, has(Level.LOST))
    assert Investigation.objects.get().opened_by == somebody
    assert page(parcel)["delay"]["investigation"]["opened_at"][:10] == at.date().isoformat()


def test_america_is_asked_before_the_promised_day_of_the_hand_over_has_passed(american):
    at = pass_until(american, DelayNotice.objects.exists)
    assert at.date() == date(2026, 11, 25), "the promised day itself"
    notice = DelayNotice.objects.get()
    assert (notice.policy, notice.offers_choice, notice.silence_is_consent) == ("us 2026-01-01", True, True)
    told = public_page(american.id)
    assert told["delay"]["question"] == {
        "by": notice.answer_by.astimezone(shop_zone()).isoformat(),
        "silence_is_consent": True,
        "answer": None,
        "answered_at": None,
    }
    assert "answer" in codes(told)
    assert orders_to_cancel(now=at + timedelta(days=20)) == ()


def test_a_further_delay_needs_a_yes_and_without_one_the_order_is_to_end(american):
    pass_until(american, DelayNotice.objects.exists)
    at = pass_until(american, lambda: DelayNotice.objects.count() == 2)
    notice = DelayNotice.objects.get(promise_version=3)
    assert (notice.offers_choice, notice.silence_is_consent) == (True, False)
    assert orders_to_cancel(now=notice.answer_by) == ()
    (found,) = orders_to_cancel(now=notice.answer_by + timedelta(minutes=2))
    assert (found.order_id, found.answer) == (american.id, None)
    answer_delay(american.id, answer=Answer.WAIT, now=at + timedelta(hours=1))
    assert orders_to_cancel(now=notice.answer_by + timedelta(days=3)) == ()


def test_an_answer_is_kept_once_and_shown_at_once(american):
    at = pass_until(american, DelayNotice.objects.exists) + timedelta(hours=1)
    assert answer_delay(american.id, answer=Answer.WAIT, now=at)
    assert not answer_delay(american.id, answer=Answer.WAIT, now=at + timedelta(hours=1))
    assert DelayNotice.objects.get().answered_at == at
    assert public_page(american.id)["delay"]["question"]["answer"] == "wait"
    assert answer_delay(american.id, answer=Answer.CANCEL, now=at + timedelta(hours=2))
    (found,) = orders_to_cancel(now=at + timedelta(hours=2))
    assert (found.order_id, found.answer, found.since) == (american.id, Answer.CANCEL, at + timedelta(hours=2))
    with pytest.raises(AlreadyCancelledError):
        answer_delay(american.id, answer=Answer.WAIT, now=at + timedelta(hours=3))


def test_who_has_cancelled_is_told_of_no_further_delay(american):
    at = pass_until(american, DelayNotice.objects.exists) + timedelta(hours=1)
    answer_delay(american.id, answer=Answer.CANCEL, now=at)
    for _ in range(8):
        refresh_locked([american.id], now=due_at(american), by_age=True)
    assert owed(american).count("delayed") == DelayNotice.objects.count() == 1


def test_nothing_is_asked_any_more_once_it_has_left(american):
    at = pass_until(american, DelayNotice.objects.exists) + timedelta(hours=1)
    answer_delay(american.id, answer=Answer.CANCEL, now=at)
    packed = packed_parcel(american, now=at, handed_over=False)
    hand_over([packed.id], by=None, now=at)
    with pytest.raises(NothingAskedError):
        answer_delay(american.id, answer=Answer.WAIT, now=at)
    assert orders_to_cancel(now=at) == ()
    told = public_page(american.id)
    assert told["delay"] is None or told["delay"]["question"] is None


def test_nothing_is_asked_of_who_was_told_nothing(american, now):
    with pytest.raises(NothingAskedError):
        answer_delay(american.id, answer=Answer.WAIT, now=now)


def test_a_calendar_without_working_days_names_no_day_and_stops_nothing(parcel, monkeypatch):
    at = pass_until(parcel.order, has(Level.LOST))

    def without_days(day, count):
        raise NoWorkingDayError(day)

    monkeypatch.setattr(outlook, "working_day_after", without_days)
    refresh_status([parcel.order_id], now=at + timedelta(days=9))
    told = page(parcel)
    assert (told["delay"]["level"], told["delay"]["choose_from"], told["next"]) == ("lost", None, [])
