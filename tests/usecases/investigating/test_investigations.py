"""Asking a carrier where a parcel is: one investigation at a time, each act once, nothing by halves."""

from datetime import timedelta

import pytest

from severshop.domain.customers.actions import make_staff
from severshop.domain.tracking.intake import IncomingMessage, store_messages
from severshop.domain.watch.models import Investigation
from severshop.infra.ids import uuid7
from severshop.usecases.investigating.close_investigation import (
    UnknownInvestigationError,
    close_investigation,
    mark_asked,
)
from severshop.usecases.investigating.open_investigation import (
    NothingToAskError,
    UnknownParcelError,
    open_investigation,
)
from severshop.usecases.tracking.update_timelines import update_timelines
from severshop.vocabulary.roles import Role
from severshop.vocabulary.watching import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_staff("support@shop.example", name="Sam", password="a-long-one", roles=[Role.SUPPORT]).pk


@pytest.fixture
def parcel(now):
    return factories.packed_parcel(factories.placed_order(now=now, quantities=(2,)), now=now)


def hear(parcel, kind, code, at):
    body = factories.track_alert(parcel.tracking_number, at=at, kind=kind, code=code)
    store_messages([IncomingMessage("ups", f"{kind}{code}{at}", body)], now=at)
    update_timelines(now=at)


def test_it_is_opened_once_with_all_that_is_known(parcel, by, now):
    hear(parcel, "I", "DP", now)
    assert open_investigation(parcel.id, by=by, now=now) is True
    assert open_investigation(parcel.id, by=by, now=now + timedelta(hours=1)) is False
    (found,) = Investigation.objects.all()
    assert (found.opened_at, found.opened_by_id, found.order_id) == (now, by, parcel.order_id)
    told = found.dossier
    assert (told["carrier"], told["tracking_number"], told["parcel"]) == ("ups", parcel.tracking_number, 1)
    assert told["to"] == {"city": "Copenhagen", "country": "DK"}
    assert [item["units"] for item in told["content"]] == [2]
    assert [(scan["code"], scan["city"]) for scan in told["scans"]] == [("DP", "Cologne")]


def test_a_closed_one_does_not_stop_another(parcel, by, now):
    open_investigation(parcel.id, by=by, now=now)
    close_investigation(Investigation.objects.get().id, outcome=Outcome.NO_ANSWER, by=by, now=now)
    assert open_investigation(parcel.id, by=by, now=now) is True
    assert Investigation.objects.count() == 2


def test_what_has_arrived_or_never_was_is_not_asked_for(parcel, by, now):
    with pytest.raises(UnknownParcelError):
        open_investigation(uuid7(), by=by, now=now)
    hear(parcel, "D", "KB", now)
    with pytest.raises(NothingToAskError):
        open_investigation(parcel.id, by=by, now=now)
    assert not Investigation.objects.exists()


def test_asking_and_closing_count_once_and_the_first_stays(parcel, by, now):
    open_investigation(parcel.id, by=by, now=now)
    own = Investigation.objects.get().id
    later = now + timedelta(days=1)
    assert [mark_asked(own, by=by, now=at) for at in (now, later)] == [True, False]
    assert [close_investigation(own, outcome=one, by=by, now=later) for one in (Outcome.LOST, Outcome.FOUND)] == [
        True,
        False,
    ]
    assert mark_asked(own, by=by, now=later) is False
    found = Investigation.objects.get()
    assert (found.asked_at, found.closed_at, found.outcome) == (now, later, "lost")


def test_what_is_not_there_is_said_so(by, now):
    with pytest.raises(UnknownInvestigationError):
        mark_asked(uuid7(), by=by, now=now)
    with pytest.raises(UnknownInvestigationError):
        close_investigation(uuid7(), outcome=Outcome.FOUND, by=by, now=now)
