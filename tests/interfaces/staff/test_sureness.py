"""The slider: what a choice costs is seen first, and only an owner saves it."""

from datetime import UTC, datetime, timedelta

import pytest

from severshop.domain.promises import learned
from severshop.domain.promises.models import DeliveryRecord, LearnedLane, LearnedTimes, Sureness
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.vocabulary.roles import Role
from severshop.vocabulary.routes import Route

pytestmark = pytest.mark.django_db

PAGE = "/staff/promises/sureness/"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shop(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_shipping()
    learned.forget()
    yield
    learned.forget()


@pytest.fixture
def owner(as_role):
    return as_role(Role.OWNER)


@pytest.fixture
def deliveries(shop):
    lane = Route("ups", "express", "DE", "FR").lanes[0]
    times = LearnedTimes.objects.create(made_at=NOW, records=5, open_records=0)
    for stage, chances in (("handling", [1.0]), ("transit", [0.0, 0.85, 0.96, 1.0])):
        LearnedLane.objects.create(times=times, stage=stage, lane=lane, ended=5, open=0, chances=chances)
    for number, took in enumerate([1, 1, 1, 2, 3]):
        DeliveryRecord.objects.create(
            key=f"parcel-{number}",
            lane=lane,
            carrier="ups",
            placed_at=MONDAY,
            delivered_at=MONDAY + timedelta(days=took),
        )


def said(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_before_anything_is_learned_the_page_says_so(owner):
    page = said(owner.get(PAGE))
    assert "Nothing has been learned from deliveries yet." in page
    assert "<svg" in page  # the brand's
    assert "What each choice costs" not in page


def test_each_choice_shows_what_it_costs(owner, deliveries):
    page = said(owner.get(f"{PAGE}?sure=99"))
    assert "On average the last promised day is 3.0 days after the order; 100.0% of the last 5 orders" in page
    assert "99% instead of 93% promises 1.0 days more, on average." in page
    assert page.count('class="num present"') == 3  # the head, all orders, and the one way to ship
    assert "Promised days by sureness" in page
    assert not Sureness.objects.exists()


def test_a_choice_between_those_of_the_table_stands_in_it_too(owner, deliveries):
    assert 'class="num looked">91%' in said(owner.get(f"{PAGE}?sure=91"))


def test_an_owner_saves_it_and_it_holds(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(PAGE, {"sure": "97"})
    assert response.status_code == 302
    page = said(owner.get(PAGE))
    assert "97% of new promises are to be kept" in page
    assert "Sam owner" in page
    assert Sureness.objects.get().sure == 0.97
    assert "It was that already." in said(owner.post(PAGE, {"sure": "97"}, follow=True))
    assert Sureness.objects.count() == 1


@pytest.mark.parametrize("sure", ["", "0", "79", "100", "x", "9" * 40])
def test_what_cannot_be_chosen_is_said_and_not_saved(owner, sure):
    for response in (owner.post(PAGE, {"sure": sure}), owner.get(PAGE, {"sure": sure})):
        assert response.status_code == 400
        assert 'role="alert"' in said(response)
    assert not Sureness.objects.exists()
