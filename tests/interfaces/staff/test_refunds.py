"""The staff's half of money that goes back: decided by another, tried again, seen; and requests to cancel."""

import re
import uuid
from datetime import timedelta

import pytest

from severshop.domain.audit.queries import noted
from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.cancellations import requests_of
from severshop.domain.payments.books import chargebacks, refunds_of
from severshop.domain.payments.models import Chargeback, Payment, Refund
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.infra import clock
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.fulfilling.hand_over import hand_over
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.paying.refund import give_back
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.roles import Role
from tests.factories import packed_parcel, placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=5))


@pytest.fixture
def order(now):
    order = placed_order(now=now)
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    return order


@pytest.fixture
def sign_in(client):
    """Sign in a member of staff with one role into this browser."""

    def do(role):
        user = make_staff(f"{role}@shop.example", name=f"Sam {role}", password="a-long-password", roles=[role])
        client.force_login(user)
        return user

    return do


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def asked(order, now):
    start_picking(order.id, by=None, now=now)
    wish = Wish(order_id=order.id, units={1: 1}, reason=CancelReason.BY_MISTAKE, form="form")
    return ask_to_cancel(wish, now=now)


def test_a_request_is_decided_on_the_orders_page(client, sign_in, order, now):
    request = asked(order, now)
    sign_in(Role.WAREHOUSE)
    page = text(client.get(f"/staff/orders/{order.id}/"))
    assert "The shopper asked to cancel" in page
    assert "ordered by mistake" in page
    assert "Granting it pays back €133.90." in page
    sent = {"do": "grant", "note": " gladly\n done "}
    answer = client.post(f"/staff/cancellations/{request.id}/decide/", sent, follow=True)
    assert "Cancelled. The shopper is told, and the money goes back." in text(answer)
    (decided,) = requests_of(order.id)
    assert (decided.state.value, decided.note) == ("granted", "gladly done")
    assert "Refund" in text(answer)


def test_what_left_can_only_be_refused(client, sign_in, order, now):
    request = asked(order, now)
    packed_parcel(order, now=now)
    sign_in(Role.SUPPORT)
    page = text(client.get(f"/staff/orders/{order.id}/"))
    assert "It has left: it can only be refused." in page
    assert "It is taken out: cancel" not in page
    answer = client.post(f"/staff/cancellations/{request.id}/decide/", {"do": "grant"}, follow=True)
    assert "It could not be cancelled: it has left" in text(answer)
    assert refunds_of(order.id) == ()


def test_the_hand_over_page_of_an_opened_parcel_says_so(client, sign_in, order, now):
    request = asked(order, now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    sign_in(Role.WAREHOUSE)
    client.post(f"/staff/cancellations/{request.id}/decide/", {"do": "grant"})
    assert client.post("/staff/hand-over/", {"parcel": str(parcel.pk)}).status_code in {302, 400, 404, 409}
    assert hand_over([], by=None, now=now) == 0


@pytest.mark.parametrize("sent", [{}, {"do": "maybe"}])
def test_a_button_that_is_not_there(client, sign_in, order, now, sent):
    request = asked(order, now)
    sign_in(Role.OWNER)
    assert client.post(f"/staff/cancellations/{request.id}/decide/", sent).status_code == 404
    assert client.post(f"/staff/cancellations/{uuid.uuid4()}/decide/", {"do": "grant"}).status_code == 404
    assert client.post(f"/staff/refunds/{uuid.uuid4()}/decide/", {"do": "approve"}).status_code == 404
    assert client.post(f"/staff/refunds/{uuid.uuid4()}/again/").status_code == 404


def test_support_pays_something_back_and_finance_approves_what_is_much(client, sign_in, order, settings):
    settings.REFUND_APPROVAL_LIMIT = 1_000
    sign_in(Role.SUPPORT)
    sent = {"amount": "10.01", "note": "a scratch", "form": str(uuid.uuid4())}
    page = client.get(f"/staff/orders/{order.id}/")
    assert "at most €133.90" in text(page)
    answer = client.post(f"/staff/orders/{order.id}/refund/", sent, follow=True)
    assert "a second person in finance has to approve it" in text(answer)
    client.post(f"/staff/orders/{order.id}/refund/", sent)
    (refund,) = refunds_of(order.id)
    assert (refund.amount_minor, refund.state) == (1_001, RefundState.WAITING)
    assert client.get("/staff/refunds/").status_code == 403
    sign_in(Role.FINANCE)
    page = text(client.get("/staff/refunds/"))
    assert "a scratch" in page
    answer = client.post(f"/staff/refunds/{refund.id}/decide/", {"do": "approve"}, follow=True)
    assert "Approved: it goes to the gateway now." in text(answer)
    answer = client.post(f"/staff/refunds/{refund.id}/decide/", {"do": "refuse"}, follow=True)
    assert "Somebody has decided it meanwhile." in text(answer)
    assert refunds_of(order.id)[0].state is RefundState.REQUESTED


def test_who_asked_does_not_approve(client, sign_in, order, settings, now):
    settings.REFUND_APPROVAL_LIMIT = 0
    olga = sign_in(Role.OWNER)
    refund = give_back(order.id, amount_minor=500, note="x", form="a", by=olga.pk, now=now)
    assert "You asked for it: somebody else decides." in text(client.get("/staff/refunds/"))
    answer = client.post(f"/staff/refunds/{refund.id}/decide/", {"do": "approve"}, follow=True)
    assert "You asked for this refund yourself" in text(answer)
    assert refunds_of(order.id)[0].state is RefundState.WAITING


@pytest.mark.parametrize(
    "sent",
    [
        {"amount": "0", "note": "x"},
        {"amount": "-5", "note": "x"},
        {"amount": "1.001", "note": "x"},
        {"amount": "NaN", "note": "x"},
        {"amount": "9999999999999", "note": "x"},
        {"amount": "133.91", "note": "x"},
        {"amount": "5", "note": ""},
        {"amount": "5", "note": "x" * 201},
        {"amount": "5", "note": "x", "form": "none"},
    ],
)
def test_what_is_no_refund(client, sign_in, order, sent):
    sign_in(Role.SUPPORT)
    answer = client.post(f"/staff/orders/{order.id}/refund/", {"form": str(uuid.uuid4())} | sent, follow=True)
    assert answer.status_code == 200
    assert Refund.objects.count() == 0


def test_one_that_failed_is_tried_again(client, sign_in, order, now):
    finn = sign_in(Role.FINANCE)
    refund = give_back(order.id, amount_minor=500, note="x", form="a", by=None, now=now)
    note_told(refund.id, now=now)
    apply_refund_answer(refund.id, RefundAnswer(state=RefundState.FAILED, failure_code="card_closed"), now=now)
    assert "card_closed" in text(client.get("/staff/refunds/"))
    client.post(f"/staff/refunds/{refund.id}/again/")
    client.post(f"/staff/refunds/{refund.id}/again/")
    newest, first = refunds_of(order.id)
    assert (newest.requested_by_id, first.id) == (finn.pk, refund.id)
    page = text(client.get("/staff/refunds/"))
    assert "None: the gateway paid all that it was asked for." in page
    assert "Goes to the gateway" in page


def test_a_chargeback_is_shown_until_somebody_has_seen_it(client, sign_in, order, now):
    Chargeback.objects.create(
        provider_ref="cb_1",
        payment=Payment.objects.get(),
        order_id=order.id,
        amount_minor=order.total_minor,
        currency="EUR",
        reason="fraud",
        state="lost",
        heard_at=now,
        closed_at=now,
    )
    sign_in(Role.FINANCE)
    assert "Chargeback, lost" in text(client.get("/staff/refunds/"))
    assert "1 Refunds waiting for us" in text(client.get("/staff/"))
    client.post("/staff/chargebacks/cb_1/seen/")
    client.post("/staff/chargebacks/cb_1/seen/")
    assert "No bank has taken anything back." in text(client.get("/staff/refunds/"))
    (seen,) = chargebacks(order.id)
    assert seen.seen_at is not None
    assert "Chargeback, lost" in text(client.get(f"/staff/orders/{order.id}/"))


def test_staff_cancel_a_part_of_their_own_accord(client, sign_in, order, now):
    start_picking(order.id, by=None, now=now)
    parcel = packed_parcel(order, now=now, handed_over=False)
    sue = sign_in(Role.SUPPORT)
    path = f"/staff/orders/{order.id}/cancel/"
    assert f'href="{path}"' in client.get(f"/staff/orders/{order.id}/").content.decode()
    page = client.get(path)
    assert "have the pieces taken out first" in text(page)
    sent = {"units-1": "1", "note": "Sold <b>out</b>, sorry", "form": str(uuid.uuid4())}
    review = client.post(path, sent)
    assert "€133.90 go back" in text(review)
    assert "Sold &lt;b&gt;out" in review.content.decode()
    assert requests_of(order.id) == ()
    for _again in range(2):
        answer = client.post(path, sent | {"meant": "yes"}, follow=True)
    assert not Parcel.objects.filter(pk=parcel.pk).exists()
    (request,) = requests_of(order.id)
    assert (request.state.value, request.note, request.asked_by.value) == ("granted", "Sold <b>out</b>, sorry", "staff")
    (refund,) = refunds_of(order.id)
    assert (refund.amount_minor, refund.requested_by_id) == (13_390, sue.pk)
    assert [one.act for one in noted(order_id=order.id)] == ["cancel order"]
    assert "Cancelled. The shopper is told why" in text(answer)
    assert "Nothing of it can be cancelled any more" in text(client.get(path))
    assert f'href="{path}"' not in client.get(f"/staff/orders/{order.id}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"units-1": "1", "note": ""}, "This field is required."),
        ({"units-1": "2", "note": "x"}, "less than or equal to 1"),
        ({"units-1": "0", "note": "x"}, "Choose at least one piece."),
        ({"units-1": "1", "note": "x", "form": "none"}, "See what goes back"),
    ],
)
def test_what_cancels_nothing(client, sign_in, order, sent, said):
    sign_in(Role.WAREHOUSE)
    path = f"/staff/orders/{order.id}/cancel/"
    answer = client.post(path, {"form": str(uuid.uuid4()), "meant": "yes"} | sent, follow=True)
    assert said in text(answer)
    assert requests_of(order.id) == ()


def test_staff_cannot_cancel_what_has_left_or_is_asked_for(client, sign_in, order, now):
    path, sent = f"/staff/orders/{order.id}/cancel/", {"units-1": "1", "note": "x", "meant": "yes"}
    asked(order, now)
    sign_in(Role.SUPPORT)
    assert "Decide that first." in text(client.get(path))
    answer = client.post(path, sent | {"form": str(uuid.uuid4())}, follow=True)
    assert "Something has changed since you opened this page." in text(answer)
    packed_parcel(order, now=now)
    assert "Cancelled." not in text(client.post(path, sent | {"form": str(uuid.uuid4())}, follow=True))
    assert refunds_of(order.id) == ()
