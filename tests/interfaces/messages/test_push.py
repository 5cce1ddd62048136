"""Browsers that subscribe: who may, how many, and where to."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from severshop.domain.customers.models import User
from severshop.domain.notifications.actions import SUBSCRIPTIONS_MAX
from severshop.domain.notifications.models import PushSubscription
from severshop.infra.links import link_token
from severshop.infra.webpush.vapid import new_keys
from tests.factories import placed_order

pytestmark = pytest.mark.django_db

KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
ENDPOINT = "https://push.example.com/send/1"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.VAPID_PRIVATE_KEY = new_keys().private
    settings.PUSH_LOCAL_ALLOWED = False


@pytest.fixture
def order(now):
    return placed_order(now=now)


@pytest.fixture
def path(order):
    return f"/order/{link_token(order.id, generation=1)}/messages/push/"


def send(client, path, body=None, **more):
    body = {"endpoint": ENDPOINT, "keys": KEYS} if body is None else body
    raw = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(path, raw, content_type="application/json", **more)


def test_a_browser_is_kept_once_however_often_it_comes(client, path, order):
    first, again = send(client, path), send(client, path)
    assert (first.status_code, again.status_code) == (201, 201)
    row = PushSubscription.objects.get()
    assert first.json() == again.json() == {"id": str(row.id)}
    assert (row.order_id, row.user_id, row.endpoint, row.p256dh) == (order.id, None, ENDPOINT, KEYS["p256dh"])


def test_a_browser_takes_its_permission_back_by_its_endpoint_or_from_the_list(client, path):
    found = send(client, path).json()["id"]
    assert send(client, f"{path}end/", {"endpoint": ENDPOINT}).json() == {}
    assert not PushSubscription.objects.exists()
    found = send(client, path).json()["id"]
    assert found in client.get(path.removesuffix("push/")).content.decode()
    client.post(f"{path}end/", {"browser": found})
    assert not PushSubscription.objects.exists()
    assert client.post(f"{path}end/", {"browser": "nonsense"}).status_code == 302


def test_one_order_ends_no_browser_of_another(client, path, now):
    found = send(client, path).json()["id"]
    other = placed_order(now=now + timedelta(minutes=1))
    elsewhere = f"/order/{link_token(other.id, generation=1)}/messages/push/end/"
    client.post(elsewhere, {"browser": found})
    send(client, elsewhere, {"endpoint": ENDPOINT})
    assert PushSubscription.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        {},
        {"endpoint": ENDPOINT},
        {"endpoint": ENDPOINT, "keys": "x"},
        {"endpoint": ENDPOINT, "keys": {**KEYS, "p256dh": 7}},
        {"endpoint": ENDPOINT, "keys": {**KEYS, "auth": "short"}},
        {"endpoint": 5, "keys": KEYS},
        {"endpoint": "http://push.example.com/1", "keys": KEYS},
        {"endpoint": "https://169.254.169.254/latest", "keys": KEYS},
        {"endpoint": "https://localhost/1", "keys": KEYS},
        {"endpoint": f"https://push.example.com/{'a' * 3000}", "keys": KEYS},
        {"endpoint": ENDPOINT, "keys": KEYS, "more": "x" * 9000},
    ],
    ids=range(16),
)
def test_what_is_no_subscription_is_refused_and_not_kept(client, path, body):
    answer = send(client, path, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not PushSubscription.objects.exists()


def test_ten_browsers_are_enough(client, path):
    for number in range(SUBSCRIPTIONS_MAX):
        assert send(client, path, {"endpoint": f"{ENDPOINT}{number}", "keys": KEYS}).status_code == 201
    refused = send(client, path, {"endpoint": f"{ENDPOINT}-more", "keys": KEYS})
    assert refused.status_code == 409
    assert "remove one of them" in refused.json()["error"]
    assert send(client, path, {"endpoint": f"{ENDPOINT}1", "keys": KEYS}).status_code == 201


def test_nobody_subscribes_without_the_forms_key(path):
    careful = Client(enforce_csrf_checks=True)
    assert send(careful, path).status_code == 403
    page = careful.get(path.removesuffix("push/"))
    key = page.content.decode().split('data-csrf="')[1].split('"')[0]
    assert send(careful, path, headers={"X-CSRFToken": key}).status_code == 201


def test_only_whoever_is_signed_in_subscribes_to_an_account(client):
    assert send(client, "/account/messages/push/").status_code == 302
    shopper = User.objects.create_user("ada@example.com", "a-long-password")
    client.force_login(shopper)
    assert send(client, "/account/messages/push/").status_code == 201
    assert PushSubscription.objects.get().user_id == shopper.id
    client.post("/account/messages/push/end/", {"browser": str(PushSubscription.objects.get().id)})
    assert not PushSubscription.objects.exists()


def test_a_shop_without_keys_offers_no_push(client, path, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert send(client, path).status_code == 404
    page = client.get(path.removesuffix("push/")).content.decode()
    assert "This shop sends no notifications" in page
    assert "data-push-on" not in page


def test_the_worker_is_a_script_at_the_root_and_is_asked_for_anew(client):
    answer = client.get("/push.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"showNotification" in answer.content
