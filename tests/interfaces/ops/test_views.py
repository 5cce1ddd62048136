"""What machines watch: health and figures."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from severshop.domain.tracking.models import RawMessage
from severshop.infra import clock
from severshop.infra.jobs.runner import beat
from severshop.infra.metrics import requests_total
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.reading import system_state

pytestmark = pytest.mark.django_db


def test_a_shop_with_a_worker_is_well(client):
    beat(now=clock.now())
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"ok": True, "database": "ok", "worker": "ok"}


@pytest.mark.parametrize("seen", [None, timedelta(minutes=5)])
def test_a_shop_without_a_worker_is_not(client, seen):
    if seen:
        beat(now=clock.now() - seen)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"ok": False, "database": "ok", "worker": "not seen lately"}


def test_a_shop_without_a_database_says_so_and_nothing_secret(client, monkeypatch):
    def away():
        raise DatabaseError("password=hunter2 host=db")

    monkeypatch.setattr(system_state, "database_answers", away)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert b"hunter2" not in response.content


def figures(client, **headers):
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_the_figures_say_what_waits_and_what_failed(client):
    now = clock.now()
    for n, state in enumerate(("new", "new", "unmatched", "read")):
        RawMessage.objects.create(carrier="ups", received_at=now, body=b"%d" % n, state=state)
    old = now - timedelta(hours=1)
    OutboxEntry.objects.create(topic="mail", key="a", created_at=old, due_at=old)
    OutboxEntry.objects.create(topic="mail", key="b", created_at=old, due_at=old, failed_at=now)
    OutboxEntry.objects.create(topic="mail", key="c", created_at=old, due_at=old, done_at=now)
    beat(now=now - timedelta(seconds=5))
    found = figures(client)
    assert found['severshop_raw_messages{state="new"}'] == 2
    assert found['severshop_raw_messages{state="unmatched"}'] == 1
    assert found['severshop_raw_messages{state="not_understood"}'] == 0
    assert found["severshop_raw_messages_taken_in_total"] >= 4
    assert found['severshop_outbox_pending{topic="mail"}'] == 1
    assert found['severshop_outbox_failed{topic="mail"}'] == 1
    assert 3600 <= found["severshop_outbox_oldest_pending_age_seconds"] < 3700
    assert 5 <= found["severshop_worker_age_seconds"] < 100


def test_requests_are_counted_by_status(client):
    requests_total[("GET", 418)] += 3
    try:
        assert figures(client)['severshop_http_requests_total{method="GET",status="418"}'] == 3
    finally:
        del requests_total[("GET", 418)]


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Bearer", "Basic right-token", "right-token", "Bearer é"])
def test_a_token_keeps_the_figures_to_its_bearer(client, settings, given):
    settings.METRICS_TOKEN = "right-token"
    response = client.get("/metrics", headers={"authorization": given} if given else {})
    assert response.status_code == 401
    assert b"severshop_" not in response.content
    assert figures(client, authorization="Bearer right-token")


def test_without_a_token_production_shows_no_figures(client, settings):
    settings.DEMO = False
    assert client.get("/metrics").status_code == 404
