"""What was lost is found, or turns up after it was made good: claims hear of it once, and nobody is charged."""

from datetime import timedelta

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.claims.queries import claim, waiting
from severshop.domain.customers.actions import make_staff
from severshop.domain.payments.books import order_balance
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.claiming.decide_claim import grant_claim
from severshop.usecases.claiming.settle_turn_up import UnknownClaimError, is_made_good, return_of, settle_turn_up
from severshop.usecases.refresh_status import refresh_status
from severshop.usecases.returning.money import due_now
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp
from severshop.vocabulary.policies import Payer, Remedy
from severshop.vocabulary.roles import Role
from tests.factories import public_page
from tests.returning import hear
from tests.usecases.claiming.claimed import claimed, shipped_order

pytestmark = pytest.mark.django_db

ALL = {1: 2, 2: 1}
DAY = timedelta(days=1)
MOVED, OUT, ARRIVED = ("I", "DP"), ("I", "OT"), ("D", "FS")


@pytest.fixture
def sam(db):
    return make_staff("sam@shop.example", name="Sam", password="long-enough", roles=[Role.SUPPORT]).pk


def scan(parcel, said, *, now):
    hear(parcel, now=now, kind=said[0], code=said[1])


def letters(kind):
    return OutboxEntry.objects.filter(key__startswith=f"mail:claim_{kind}:").count()


@pytest.mark.parametrize(
    ("kind", "said", "end"),
    [
        (ClaimKind.LOST, MOVED, ClaimEnd.FOUND),
        (ClaimKind.LOST, ARRIVED, ClaimEnd.FOUND),
        (ClaimKind.LATE, MOVED, None),
        (ClaimKind.LATE, ARRIVED, ClaimEnd.FOUND),
        (ClaimKind.DAMAGED, MOVED, None),
        (ClaimKind.NOT_RECEIVED, ARRIVED, None),
    ],
)
def test_news_ends_an_open_claim_that_it_answers(kind, said, end, now):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, ALL, kind=kind, now=now + DAY)
    for _again in range(2):
        scan(parcel, said, now=now + 2 * DAY)
    assert claim(found.id).end is end
    assert letters("found") == (1 if end else 0)
    if end:
        assert [told["state"] for told in public_page(order.id)["claims"]] == ["found"]


def test_an_older_scan_says_nothing_new(now):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now + 3 * DAY)
    scan(parcel, MOVED, now=now + 2 * DAY)
    assert claim(found.id).end is None


@pytest.mark.parametrize("remedy", list(Remedy))
def test_what_was_made_good_and_arrives_waits_for_the_staff(remedy, now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now + DAY)
    grant_claim(found.id, remedy, by=sam, now=now + DAY)
    left = order_balance(order.id)
    scan(parcel, OUT, now=now + 2 * DAY)
    assert claim(found.id).turned_up_at is None
    for _again in range(2):
        scan(parcel, ARRIVED, now=now + 3 * DAY)
    assert claim(found.id).turn_up is TurnUp.WAITING
    assert [one.id for one in waiting()] == [found.id]
    assert letters("turned_up") == 1
    assert order_balance(order.id) == left


def turned_up(parcel, sam, *, now):
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now)
    grant_claim(found.id, Remedy.REFUND, by=sam, now=now)
    scan(parcel, ARRIVED, now=now + DAY)
    return found


def test_it_comes_back_at_our_cost(now, sam):
    order, parcel = shipped_order(now=now)
    found = turned_up(parcel, sam, now=now)
    assert settle_turn_up(found.id, TurnUp.SENT_BACK, by=sam, now=now + 2 * DAY) is True
    assert settle_turn_up(found.id, TurnUp.KEPT, by=sam, now=now + 2 * DAY) is False
    back = return_of(found.id)
    assert (back.order_id, back.way_back_paid_by) == (order.id, Payer.SHOP)
    assert {line.position: line.quantity for line in back.lines} == ALL
    assert claim(found.id).turn_up is TurnUp.SENT_BACK
    assert waiting() == ()
    assert (letters("send_back"), letters("keep")) == (1, 0)
    assert is_made_good(back)
    assert due_now(back.id, as_announced=True).amount_minor == 0
    assert noted()[0].act == "settle turned-up parcel"


@pytest.mark.parametrize(("came_to", "kept"), [(TurnUp.KEPT, 1), (TurnUp.NOT_SEEN, 0), (TurnUp.REFUSED_AT_DOOR, 0)])
def test_or_nothing_comes_back(came_to, kept, now, sam):
    _order, parcel = shipped_order(now=now)
    found = turned_up(parcel, sam, now=now)
    settle_turn_up(found.id, came_to, by=sam, now=now + 2 * DAY)
    assert (return_of(found.id), letters("keep"), waiting()) == (None, kept, ())


def test_what_was_to_replace_it_and_is_cancelled_is_claimed_anew(now, sam):
    order, parcel = shipped_order(now=now)
    found = claimed(parcel, {1: 1}, wish=Remedy.REPLACEMENT, now=now)
    new_id = grant_claim(found.id, Remedy.REPLACEMENT, by=sam, now=now).replacement_id
    ask_to_cancel(Wish(order_id=new_id, units={1: 1}, reason=CancelReason.OTHER, form="x"), now=now + DAY)
    for _again in range(2):
        refresh_status([order.id], now=now + DAY)
    assert [(told["state"], told["wish"]) for told in public_page(order.id)["claims"]] == [
        ("replacement_cancelled", "replacement"),
        ("received", "refund"),
    ]
    (again,) = waiting()
    assert (again.units, again.words) == ({1: 1}, "The box was wet.")
    grant_claim(again.id, Remedy.REFUND, by=sam, now=now + 2 * DAY)
    refresh_status([order.id], now=now + 2 * DAY)
    assert (waiting(), order_balance(order.id).on_its_way) == ((), 12900)


def test_what_did_not_turn_up_is_not_settled(now, sam):
    _order, parcel = shipped_order(now=now)
    found = claimed(parcel, ALL, kind=ClaimKind.LOST, now=now)
    assert settle_turn_up(found.id, TurnUp.KEPT, by=sam, now=now) is False
    with pytest.raises(ValueError, match="settles nothing"):
        settle_turn_up(found.id, TurnUp.WAITING, by=sam, now=now)
    with pytest.raises(UnknownClaimError):
        settle_turn_up(parcel.pk, TurnUp.KEPT, by=sam, now=now)
