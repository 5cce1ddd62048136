"""A return announced, labelled, tracked to our door: once each, whoever presses twice."""

from datetime import timedelta

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.fulfilment.queries import parcels_of
from severshop.domain.returns.models import Return, ReturnLine, ReturnPhoto
from severshop.domain.returns.queries import return_by_id
from severshop.domain.returns.rules import Chosen
from severshop.infra.ids import uuid7
from severshop.infra.pictures import Picture
from severshop.usecases.aftercare.announce_return import (
    Announcement,
    NothingChosenError,
    NotReturnableError,
    TooLateToChangeError,
    TooManyPhotosError,
    UnknownOrderError,
    UnknownReturnError,
    announce_return,
    cancel_return,
    show_photos,
)
from severshop.usecases.aftercare.label_return import NoLabelError, label_return, label_waiting
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import ReturnReason, WhyNot
from severshop.vocabulary.ways import Way
from tests.factories import DENMARK, placed_order, public_page
from tests.returning import BACK, arrived_order, carrier, hear

pytestmark = pytest.mark.django_db
SMALL, BROKEN = ReturnReason.TOO_SMALL, ReturnReason.DEFECTIVE
PICTURE = Picture(b"jpeg", 16, 16)


@pytest.fixture
def order(now):
    return arrived_order(now=now)


@pytest.fixture
def ups(settings):
    with carrier(settings) as server:
        yield server


def announce(order, units=None, *, now, form="form", reason=SMALL, photos=None):
    lines = {position: Chosen(quantity, reason) for position, quantity in (units or {1: 1}).items()}
    return announce_return(Announcement(order_id=order.id, lines=lines, form=form, photos=photos), now=now)


def test_it_is_written_down_with_the_policy_that_it_keeps_and_shown(order, now):
    record = announce(order, {1: 2, 2: 1}, now=now)
    assert record.number == f"{order.number}-R1"
    assert record.policy_name == "all 2026-01-01"
    assert record.policy["send_back_days"] == 14
    assert record.way_back_paid_by is Payer.SHOP
    assert {line.position: line.quantity for line in record.lines} == {1: 2, 2: 1}
    (shown,) = public_page(order.id)["returns"]
    assert shown["state"] == "announced"
    assert shown["next"] == {"code": "hand_in", "by": (now + timedelta(days=14)).date().isoformat()}
    assert shown["parcel"] is None


def test_the_same_form_is_one_return_and_units_come_back_once(order, now):
    first = announce(order, {1: 1}, now=now)
    assert announce(order, {1: 1}, now=now).id == first.id
    announce(order, {1: 1}, now=now, form="another")
    with pytest.raises(NotReturnableError) as refused:
        announce(order, {1: 1}, now=now, form="third")
    assert refused.value.why is WhyNot.ALREADY_RETURNED
    assert Return.objects.count() == 2


def test_called_off_frees_its_units(order, now):
    announce(order, {1: 2}, now=now)
    for _again in range(2):
        cancel_return(order.id, position=1, now=now)
    assert public_page(order.id)["returns"][0]["state"] == "cancelled"
    assert announce(order, {1: 2}, now=now, form="another").position == 2


def test_what_has_not_come_or_is_over_cannot_be_announced(order, now):
    waiting = placed_order(now=now)
    with pytest.raises(NotReturnableError) as refused:
        announce(waiting, {1: 1}, now=now)
    assert refused.value.why is WhyNot.NOT_DELIVERED
    late = now + timedelta(days=30)
    with pytest.raises(NotReturnableError) as refused:
        announce(order, {1: 1}, now=late)
    assert refused.value.why is WhyNot.WINDOW_OVER
    assert announce(order, {1: 1}, now=late, reason=BROKEN).position == 1
    with pytest.raises(NothingChosenError):
        announce(order, {1: 0}, now=now, form="empty")
    with pytest.raises(UnknownOrderError):
        announce_return(Announcement(order_id=uuid7(), lines={1: Chosen(1, SMALL)}, form="x"), now=now)
    with pytest.raises(UnknownReturnError):
        cancel_return(order.id, position=7, now=now)


def test_the_label_makes_a_parcel_back_once(order, now, ups):
    record = announce(order, {1: 2}, now=now)
    for _again in range(2):
        label_return(record.id, now=now)
    (parcel,) = parcels_of([order.id], way=Way.BACK)
    assert (parcel.tracking_number, parcel.position) == (BACK, 1)
    assert sum(parcel.items.values()) == 2
    (asked,) = ups.asked
    assert asked["reference"] == str(parcel.id)
    assert (asked["from"]["city"], asked["to"]["city"]) == ("Copenhagen", "Cologne")
    assert len(parcels_of([order.id])) == 1
    page = public_page(order.id)
    assert (page["status"], page["parcels_total"]) == ("delivered", 1)
    assert page["returns"][0]["parcel"]["tracking_number"] == BACK


def test_a_carrier_that_gives_none_is_asked_again_later(order, now, ups):
    record = announce(order, now=now)
    ups.status = 503
    with pytest.raises(NoLabelError):
        label_return(record.id, now=now)
    assert label_waiting(now=now + timedelta(minutes=2)) == 0
    ups.status = 200
    assert label_waiting(now=now) == 0, "not in the first minute: the page asks itself"
    assert label_waiting(now=now + timedelta(minutes=2)) == 1
    assert label_waiting(now=now + timedelta(minutes=2)) == 0
    assert return_by_id(record.id).parcel_id is not None


def test_called_off_before_the_label_no_label_is_bought(order, now, ups):
    record = announce(order, now=now)
    cancel_return(order.id, position=1, now=now)
    label_return(record.id, now=now)
    assert (ups.asked, label_waiting(now=now + timedelta(hours=1))) == ([], 0)


def test_its_way_is_told_until_it_is_here(order, now, ups):
    record = announce(order, now=now)
    label_return(record.id, now=now)
    parcel = Parcel.objects.get(way=Way.BACK)
    hear(parcel, now=now + timedelta(hours=2), kind="I", code="OR")
    shown = public_page(order.id)["returns"][0]
    assert (shown["state"], shown["next"]["code"]) == ("under_way", "arrive")
    with pytest.raises(TooLateToChangeError):
        cancel_return(order.id, position=1, now=now + timedelta(hours=3))
    hear(parcel, now=now + timedelta(days=2), kind="D", code="FS", city="COLOGNE", country="DE")
    page = public_page(order.id)
    shown = page["returns"][0]
    assert [step["state"] for step in shown["steps"]] == ["announced", "under_way", "received"]
    assert shown["next"] == {"code": "inspect", "by": (now + timedelta(days=14)).date().isoformat()}
    assert page["status"] == "delivered"


def test_outside_the_union_the_shopper_sends_it(now):
    far = arrived_order(now=now, address=DENMARK.__class__(name="Ann", street="1 Main St", city="Boston", country="US"))
    assert announce(far, now=now).way_back_paid_by is Payer.SHOPPER
    assert announce(far, {2: 1}, now=now, form="b", reason=BROKEN).way_back_paid_by is Payer.SHOP


def test_photos_are_kept_up_to_four_a_line_or_nothing_is(order, now):
    with pytest.raises(TooManyPhotosError):
        announce(order, now=now, reason=BROKEN, photos={1: [PICTURE] * 5})
    announce(order, now=now, reason=BROKEN, photos={1: [PICTURE] * 3})
    show_photos(order.id, position=1, photos={1: [PICTURE]}, now=now)
    with pytest.raises(TooManyPhotosError):
        show_photos(order.id, position=1, photos={1: [PICTURE]}, now=now)
    assert (ReturnPhoto.objects.count(), ReturnLine.objects.count()) == (4, 1)
    cancel_return(order.id, position=1, now=now)
    with pytest.raises(TooLateToChangeError):
        show_photos(order.id, position=1, photos={1: [PICTURE]}, now=now)
