"""Staff say what an unknown code means, see first what that changes, and history follows."""

from datetime import timedelta

import pytest

from severshop.domain.tracking.intake import IncomingMessage, store_messages
from severshop.domain.tracking.models import CodeMapping, UnknownCode
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

NUMBER = "1Z999AA10123456784"
MEANING = {"milestone": "delayed", "reason": "weather"}


@pytest.fixture
def page(order, factories, now):
    """The address of the form for a code that came with a parcel of `order`."""
    factories.packed_parcel(order, now=now, number=NUMBER)
    at = now + timedelta(hours=1)
    body = factories.track_alert(NUMBER, at=at, kind="X", code="QQ9")
    store_messages([IncomingMessage("ups", "key", body)], now=at)
    update_timelines(now=at)
    return f"/staff/system/codes/{UnknownCode.objects.get().pk}/"


def milestone_of(order, factories):
    return factories.public_page(order.id)["parcels"][0]["milestone"]


def test_the_system_page_leads_to_the_form_and_the_form_names_the_code(support, page):
    assert f'href="{page}"' in support.get("/staff/system/").content.decode()
    shown = support.get(page).content.decode()
    assert "What QQ9 means" in shown
    assert "1 time" in shown


def test_what_would_change_is_shown_and_nothing_written(support, page, order, factories):
    shown = support.post(page, MEANING | {"preview": "1"}).content.decode()
    assert order.number in shown
    assert "delayed (weather)" in shown
    assert milestone_of(order, factories) == "not_yet_known"
    assert not CodeMapping.objects.exists()


def test_mapping_changes_history_at_once_and_says_who_did_it(support, page, order, factories):
    shown = support.post(page, MEANING, follow=True).content.decode()
    assert "1 scan of the past" in shown
    assert "Mapped by staff" in shown
    assert "Sam support" in shown
    assert "Held up by the weather" in shown
    assert milestone_of(order, factories) == "delayed"


def test_pressing_twice_is_one_mapping(support, page):
    support.post(page, MEANING)
    assert "Nothing of the past changed" in support.post(page, MEANING, follow=True).content.decode()
    assert CodeMapping.objects.count() == 1


@pytest.mark.parametrize("meaning", [{}, {"milestone": "unknown"}, {"milestone": "lost", "reason": "no such reason"}])
def test_a_meaning_that_says_nothing_is_refused(support, page, meaning):
    response = support.post(page, meaning)
    assert response.status_code == 400
    assert "Please look at this again" in response.content.decode()
    assert not CodeMapping.objects.exists()


def test_the_warehouse_does_not_map(as_role, page):
    assert as_role(Role.WAREHOUSE).post(page, MEANING).status_code == 403


def test_a_code_that_never_came_is_not_found(support):
    assert support.get("/staff/system/codes/999/").status_code == 404
