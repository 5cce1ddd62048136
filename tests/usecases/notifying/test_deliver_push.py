"""Pushes to a real push service on this machine, opened with the browser's own keys."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.customers.models import User
from severshop.domain.notifications.channels import Choices
from severshop.domain.notifications.models import PushSubscription
from severshop.domain.notifications.owners import Owner
from severshop.domain.notifications.rules import Kind
from severshop.domain.orders.models import Order
from severshop.domain.tracking.models import Leg, ScanRow
from severshop.infra.links import link_token
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import Outcome, run_batch
from severshop.infra.webpush.vapid import new_keys, public_key
from severshop.usecases.notifying.choose import choose, subscribe_browser
from severshop.usecases.notifying.deliver_push import PUSH_TOPICS, push_service
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.milestones import Milestone
from tests.factories import packed_parcel, placed_order
from tests.usecases.notifying.push_service import Browser, PushService

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def keys(settings):
    settings.VAPID_PRIVATE_KEY = new_keys().private
    settings.PUSH_LOCAL_ALLOWED = True


@pytest.fixture
def service():
    service = PushService()
    yield service
    service.stop()


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def order(now):
    return placed_order(now=now)


@pytest.fixture
def subscribed(order, service, browser, now):
    return subscribe(Owner(order_id=order.id), service, browser, now=now)


def subscribe(owner, service, browser, *, now, path="/send/1"):
    return subscribe_browser(owner, endpoint=f"{service.url}{path}", **browser.keys, now=now)


def deliver(now):
    with push_service(lambda: now) as handle:
        return run_batch(PUSH_TOPICS, handle, clock=lambda: now).counts


def scan(parcel, milestone, *, at):
    ScanRow.objects.create(
        order_id=parcel.order_id,
        parcel=parcel,
        leg=Leg.objects.get(parcel=parcel),
        fingerprint=f"{milestone}{at}",
        occurred_at=at,
        offset_minutes=60,
        milestone=milestone,
        city="Copenhagen",
        country="DK",
        heard_at=at,
    )
    refresh_status([parcel.order_id], now=at)


def entry():
    return OutboxEntry.objects.get(topic="push")


def test_a_push_says_a_headline_and_where_to_read_on_and_nothing_else(order, service, browser, subscribed, now):
    packed_parcel(order, now=now)
    assert deliver(now) == {Outcome.DONE: 1}
    (got,) = service.got
    link = f"http://localhost:8000/t/{link_token(order.id, generation=1)}"
    told = browser.open(got.body)
    assert told["web_push"] == 8030
    assert {name: told["notification"][name] for name in ("title", "body", "lang", "navigate")} == {
        "title": "Arriving Thu 26 – Mon 30 November",
        "body": "Shipped",
        "lang": "en",
        "navigate": link,
    }
    for private in ("Ada", "Nyhavn", "Copenhagen", "Strada", "example.com", order.number):
        assert private not in str(told)
    assert link.encode() not in got.body


def test_the_push_service_is_told_who_sends_how_long_and_what_it_replaces(order, service, subscribed, now, settings):
    parcel = packed_parcel(order, now=now)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now + MINUTE)
    scan(parcel, Milestone.DELIVERED, at=now + 2 * MINUTE)
    deliver(now + 2 * MINUTE)
    (got,) = service.got
    assert got.headers["Content-Encoding"] == "aes128gcm"
    assert got.headers["TTL"] == "43200"
    assert got.headers["Authorization"].endswith(f"k={public_key(settings.VAPID_PRIVATE_KEY)}")
    assert len(got.headers["Topic"]) == 32
    assert str(order.id) not in got.headers["Topic"]


def test_each_milestone_goes_once_to_each_browser(order, service, subscribed, now):
    other = Browser()
    subscribe(Owner(order_id=order.id), service, other, now=now, path="/send/2")
    parcel = packed_parcel(order, now=now)
    for _ in range(3):
        refresh_status([order.id], now=now)
    deliver(now)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=now + MINUTE)
    deliver(now + MINUTE)
    assert sorted(got.path for got in service.got) == ["/send/1", "/send/1", "/send/2", "/send/2"]
    assert other.open(service.got[-1].body if service.got[-1].path == "/send/2" else service.got[-2].body)


def test_news_from_before_the_subscription_is_not_told(order, service, browser, now):
    parcel = packed_parcel(order, now=now)
    subscribe(Owner(order_id=order.id), service, browser, now=now + MINUTE)
    refresh_status([order.id], now=now + MINUTE)
    assert deliver(now + MINUTE) == {}
    scan(parcel, Milestone.DELIVERED, at=now + 2 * MINUTE)
    assert deliver(now + 2 * MINUTE) == {Outcome.DONE: 1}


def test_an_account_is_told_of_its_orders_and_one_browser_once(order, service, browser, subscribed, now):
    shopper = User.objects.create_user("ada@example.com", "a-long-password")
    Order.objects.filter(id=order.id).update(customer=shopper)
    subscribe(Owner(user_id=shopper.id), service, browser, now=now)
    subscribe(Owner(user_id=shopper.id), service, Browser(), now=now, path="/send/telephone")
    packed_parcel(order, now=now)
    packed_parcel(placed_order(now=now), now=now)
    deliver(now)
    assert sorted(got.path for got in service.got) == ["/send/1", "/send/telephone"]


def at_night(order, service, browser):
    """Subscribe, and ship at half past eleven in Copenhagen."""
    night = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    subscribe(Owner(order_id=order.id), service, browser, now=night)
    return night, packed_parcel(order, now=night)


def test_at_night_a_push_waits_for_the_morning_where_the_parcel_goes(order, service, browser):
    night, _parcel = at_night(order, service, browser)
    assert deliver(night) == {Outcome.POSTPONED: 1}
    morning = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    assert (entry().due_at, entry().attempts) == (morning, 0)
    assert service.got == []
    assert deliver(morning) == {Outcome.DONE: 1}
    assert browser.open(service.got[0].body)["notification"]["body"] == "Shipped"


def test_in_the_morning_newer_news_takes_its_place(order, service, browser):
    night, parcel = at_night(order, service, browser)
    deliver(night)
    morning = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    scan(parcel, Milestone.OUT_FOR_DELIVERY, at=morning - MINUTE)
    assert deliver(morning) == {Outcome.DROPPED: 1, Outcome.DONE: 1}
    assert [browser.open(got.body)["notification"]["title"] for got in service.got] == ["Arriving today"]
    dropped = OutboxEntry.objects.get(topic="push", payload__kind="shipped")
    assert dropped.last_error == "not sent: newer news overtook it"


def test_who_wants_no_quiet_hours_or_no_such_push_gets_it_so(order, service, browser):
    night, parcel = at_night(order, service, browser)
    choose(Owner(order_id=order.id), Choices(is_quiet=False, push=frozenset({Kind.SHIPPED})), now=night)
    assert deliver(night) == {Outcome.DONE: 1}
    scan(parcel, Milestone.DELIVERED, at=night + MINUTE)
    assert deliver(night + MINUTE) == {Outcome.DROPPED: 1}


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_took_its_permission_back_is_not_asked_again(order, service, subscribed, now, status):
    parcel = packed_parcel(order, now=now)
    service.answers.append((status, {}))
    assert deliver(now) == {Outcome.DROPPED: 1}
    assert PushSubscription.objects.get().ended_at == now
    scan(parcel, Milestone.DELIVERED, at=now + MINUTE)
    assert deliver(now + MINUTE) == {}
    assert len(service.got) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_push_service_that_is_busy_is_asked_again(order, service, subscribed, now, status):
    packed_parcel(order, now=now)
    service.answers.append((status, {}))
    assert deliver(now) == {Outcome.RETRY: 1}
    assert service.url not in entry().last_error
    assert deliver(entry().due_at) == {Outcome.DONE: 1}


@pytest.mark.parametrize(
    ("said", "seconds"), [("120", 120), ("Tue, 24 Nov 2026 08:10:00 GMT", 600), ("0", 1), ("99999999", 6 * 3600)]
)
def test_it_is_asked_when_it_says_so_and_no_attempt_counts(order, service, subscribed, now, said, seconds):
    packed_parcel(order, now=now)
    service.answers.append((429, {"Retry-After": said}))
    assert deliver(now) == {Outcome.POSTPONED: 1}
    assert (entry().due_at, entry().attempts) == (now + timedelta(seconds=seconds), 0)


@pytest.mark.parametrize("status", [301, 302, 400, 403, 413])
def test_what_it_refuses_for_good_is_given_up_and_no_redirect_is_followed(order, service, subscribed, now, status):
    packed_parcel(order, now=now)
    service.answers.append((status, {"Location": f"{service.url}/elsewhere"}))
    assert deliver(now) == {Outcome.FAILED: 1}
    assert [got.path for got in service.got] == ["/send/1"]
    assert entry().last_error == f"the push service refused the message ({status})"


def test_an_endpoint_that_leads_into_our_own_network_by_now_is_never_called(order, service, subscribed, now, settings):
    settings.PUSH_LOCAL_ALLOWED = False
    packed_parcel(order, now=now)
    assert deliver(now) == {Outcome.DROPPED: 1}
    assert service.got == []
    assert PushSubscription.objects.get().ended_at == now


def test_a_push_service_that_is_away_is_asked_again(order, subscribed, service, now):
    service.stop()
    packed_parcel(order, now=now)
    assert deliver(now) == {Outcome.RETRY: 1}
    assert "cannot be reached" in entry().last_error
    assert "127.0.0.1" not in entry().last_error
