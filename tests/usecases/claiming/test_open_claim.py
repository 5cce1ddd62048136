"""What went wrong is claimed once, with its evidence; what the shop gave up itself is made good at once."""

from datetime import timedelta

import pytest

from severshop.domain.claims.actions import MOST_PHOTOS
from severshop.domain.claims.models import Claim, ClaimPhoto
from severshop.domain.claims.queries import claim, claims_of, photo
from severshop.domain.inventory.actions import set_stock
from severshop.domain.orders.models import Order
from severshop.domain.payments.books import refund_for
from severshop.domain.payments.models import Payment, Refund
from severshop.domain.returns.rules import Chosen
from severshop.domain.watch.claim_offers import offer_claim
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.pictures import Picture
from severshop.usecases.aftercare.announce_return import Announcement, NotReturnableError, announce_return
from severshop.usecases.claiming.decide_claim import take_back
from severshop.usecases.claiming.open_claim import (
    ClaimEndedError,
    ClaimWish,
    NotClaimableError,
    NothingChosenError,
    RemedyNotOfferedError,
    SoldOutError,
    TooManyPhotosError,
    UnknownClaimError,
    UnknownParcelError,
    open_claim,
    show_photos,
)
from severshop.usecases.refresh_status import refresh_due, refresh_status
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, WhyNotNow
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.returning import ReturnReason
from severshop.vocabulary.watching import Trouble
from tests.factories import placed_order, public_page
from tests.returning import hear
from tests.usecases.claiming.claimed import shipped_order

pytestmark = pytest.mark.django_db

LATER = timedelta(days=20)
"""After the promised days and the policy's patience."""
PHOTO = Picture(b"\xff\xd8", 20, 20)


@pytest.fixture
def shipped(now):
    return shipped_order(now=now)


def lost(parcel, *, now):
    """The shop offers the choice, as the watch does when its day has come."""
    offer_claim(parcel.order_id, parcel_id=parcel.pk, why=Trouble.SILENT, policy="all 2026-01-01", now=now)


def arrived(parcel, *, now):
    hear(parcel, now=now, kind="D", code="FS")


def wish(order, **other):
    said = {"parcel": 1, "kind": ClaimKind.LOST, "remedy": Remedy.REFUND, "form": "f"}
    return ClaimWish(order_id=order.id, **{**said, **other})


def letters(kind):
    return OutboxEntry.objects.filter(key__startswith=f"mail:{kind}:").count()


def test_what_the_shop_gave_up_is_paid_back_at_once(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    opened = open_claim(wish(order), now=now)
    assert (opened.end, opened.units, opened.was_offered) == (ClaimEnd.REFUND, {1: 2, 2: 1}, True)
    assert refund_for(opened.cause).amount_minor == order.total_minor
    assert (letters("claim_decided"), letters("claim_received")) == (1, 0)
    (told,) = public_page(order.id)["claims"]
    assert (told["kind"], told["state"], told["wish"]) == ("lost", "refund_coming", "refund")
    assert [step["state"] for step in told["steps"]] == ["received", "refund_coming"]
    assert told["next"]["code"] == "refund"


def test_or_sent_again_and_the_page_follows_it(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    opened = open_claim(wish(order, remedy=Remedy.REPLACEMENT), now=now)
    sent = Order.objects.get(pk=opened.replacement_id)
    (told,) = public_page(order.id)["claims"]
    assert (told["state"], told["replacement"]["number"]) == ("replacement_coming", sent.number)
    assert told["next"] == {"code": "arrive", "by": told["replacement"]["latest"]}
    # Its page changes: the page of what it makes good does, too.
    Order.objects.filter(pk=order.pk).update(number="WAS-DUE")
    refresh_status([sent.id], now=now)
    refresh_due(now=now)
    assert public_page(order.id)["number"] == "WAS-DUE"


def test_the_same_form_is_one_claim_and_a_second_form_finds_nothing_left(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    first = open_claim(wish(order), now=now)
    assert open_claim(wish(order, remedy=Remedy.REPLACEMENT), now=now) == first
    with pytest.raises(NotClaimableError) as refused:
        open_claim(wish(order, form="g"), now=now)
    assert refused.value.why is WhyNotNow.NOTHING_LEFT
    assert (Claim.objects.count(), Refund.objects.count()) == (1, 1)


def test_what_no_rule_can_decide_waits_for_a_person(shipped, now):
    order, parcel = shipped
    arrived(parcel, now=now + timedelta(days=2))
    later = now + timedelta(days=3)
    opened = open_claim(
        wish(order, kind=ClaimKind.DAMAGED, units={1: 1, 2: 0}, words=" Torn.\x00 ", photos=[PHOTO]), now=later
    )
    assert (opened.end, opened.units, opened.words) == (None, {1: 1}, "Torn.")
    assert opened.policy_values["damaged_within_days"] == 30
    assert (letters("claim_received"), Refund.objects.count()) == (1, 0)
    assert photo(opened.photos[0]) == (order.id, b"\xff\xd8")
    with pytest.raises(NotClaimableError) as refused:
        open_claim(wish(order, kind=ClaimKind.MISSING_ITEM, units={2: 1}, form="g"), now=later)
    assert refused.value.why is WhyNotNow.CLAIM_OPEN
    take_back(order.id, opened.id, now=later)
    assert open_claim(wish(order, kind=ClaimKind.MISSING_ITEM, units={2: 1}, form="g"), now=later).end is None
    assert [one["state"] for one in public_page(order.id)["claims"]] == ["withdrawn", "received"]


def test_it_knows_by_itself_what_was_heard_of_the_parcel(shipped, now):
    order, parcel = shipped
    arrived(parcel, now=now + timedelta(days=2))
    opened = open_claim(wish(order, kind=ClaimKind.NOT_RECEIVED), now=now + timedelta(days=4))
    told = opened.evidence
    assert (told["tracking_number"], told["milestone"], len(told["scans"])) == (parcel.tracking_number, "delivered", 1)
    assert told["promised"]
    assert told["delivered"]["country"] == "DK"
    address = order.address
    assert not any(word in str(told) for word in (address.name, address.street, order.email))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({}, WhyNotNow.NOT_LOST),
        ({"kind": ClaimKind.LATE}, WhyNotNow.NOT_LATE_ENOUGH),
        ({"kind": ClaimKind.DAMAGED, "units": {1: 1}}, WhyNotNow.NOT_DELIVERED),
    ],
)
def test_what_cannot_be_claimed_yet_says_why(shipped, now, other, why):
    with pytest.raises(NotClaimableError) as refused:
        open_claim(wish(shipped[0], **other), now=now)
    assert refused.value.why is why
    assert not Claim.objects.exists()


@pytest.mark.parametrize("units", [{}, {1: 3}, {1: -1}, {9: 1}])
def test_only_pieces_that_are_in_the_parcel_can_be_named(shipped, now, units):
    order, parcel = shipped
    arrived(parcel, now=now)
    with pytest.raises(NothingChosenError):
        open_claim(wish(order, kind=ClaimKind.WRONG_ITEM, units=units), now=now + timedelta(days=1))


def test_what_comes_back_cannot_be_claimed_too(shipped, now):
    order, parcel = shipped
    arrived(parcel, now=now)
    later = now + timedelta(days=1)
    lines = {1: announced(2)}
    announce_return(Announcement(order_id=order.id, lines=lines, form="r"), now=later)
    with pytest.raises(NothingChosenError):
        open_claim(wish(order, kind=ClaimKind.DAMAGED, units={1: 1}), now=later)
    assert open_claim(wish(order, kind=ClaimKind.DAMAGED, units={2: 1}), now=later).end is None


def announced(quantity):
    return Chosen(quantity, ReturnReason.UNWANTED, "")


def test_what_is_claimed_cannot_come_back_too(shipped, now):
    order, parcel = shipped
    arrived(parcel, now=now)
    later = now + timedelta(days=1)
    open_claim(wish(order, kind=ClaimKind.DAMAGED, units={1: 2}), now=later)
    with pytest.raises(NotReturnableError, match="claimed"):
        announce_return(Announcement(order_id=order.id, lines={1: announced(1)}, form="r"), now=later)


def test_nothing_is_opened_for_what_cannot_be_given(shipped, now):
    order, parcel = shipped
    lost(parcel, now=now)
    set_stock("STR-RUST-42", on_hand=2)
    with pytest.raises(SoldOutError):
        open_claim(wish(order, remedy=Remedy.REPLACEMENT), now=now)
    Payment.objects.all().delete()
    with pytest.raises(RemedyNotOfferedError):
        open_claim(wish(order), now=now)
    with pytest.raises(UnknownParcelError):
        open_claim(wish(order, parcel=2), now=now)
    assert not Claim.objects.exists()


def test_a_late_parcel_waits_for_a_person_unless_policy_trusts_it(shipped, now):
    order, _parcel = shipped
    opened = open_claim(wish(order, kind=ClaimKind.LATE), now=now + LATER)
    assert (opened.end, opened.units) == (None, {1: 2, 2: 1})


def test_photos_are_added_until_somebody_decides(shipped, now):
    order, parcel = shipped
    arrived(parcel, now=now)
    later = now + timedelta(days=1)
    opened = open_claim(wish(order, kind=ClaimKind.DAMAGED, units={1: 1}, photos=[PHOTO]), now=later)
    show_photos(order.id, opened.id, [PHOTO], now=later)
    assert len(claim(opened.id).photos) == 2
    with pytest.raises(TooManyPhotosError):
        show_photos(order.id, opened.id, [PHOTO] * (MOST_PHOTOS - 1), now=later)
    with pytest.raises(UnknownClaimError):
        show_photos(placed_order(now=now).id, opened.id, [PHOTO], now=later)
    take_back(order.id, opened.id, now=later)
    with pytest.raises(ClaimEndedError):
        show_photos(order.id, opened.id, [PHOTO], now=later)
    assert (ClaimPhoto.objects.count(), len(claims_of([order.id]))) == (2, 1)
