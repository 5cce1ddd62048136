"""The one list of what waits for the staff: evidence, age, the next act as a button, each only for who decides."""

import re
from datetime import timedelta

import pytest

from severshop.domain.claims.actions import note_turned_up
from severshop.domain.customers.actions import make_staff
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.orders.cancellations import requests_of
from severshop.domain.payments.books import refunds_of
from severshop.domain.payments.models import Chargeback, Payment
from severshop.domain.payments.refunding import apply_refund_answer, note_told
from severshop.domain.payments.refunds import RefundAnswer, RefundState
from severshop.domain.withdrawals.queries import withdrawal
from severshop.infra import clock
from severshop.interfaces.staff import waiting
from severshop.usecases.aftercare.cancel_order import Wish, ask_to_cancel
from severshop.usecases.aftercare.label_return import label_return
from severshop.usecases.aftercare.withdraw import Statement, withdraw
from severshop.usecases.claiming.decide_claim import grant_claim
from severshop.usecases.fulfilling.pick import start_picking
from severshop.usecases.paying.refund import give_back
from severshop.usecases.returning.receive import Box, receive_stray
from severshop.vocabulary.cancelling import CancelReason
from severshop.vocabulary.claiming import ClaimKind
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.roles import Role
from severshop.vocabulary.ways import Way
from tests.factories import packed_parcel, placed_order
from tests.returning import arrived_order, carrier, hear
from tests.usecases.claiming.claimed import claimed, shipped_order
from tests.usecases.returning.desk import announced, received

pytestmark = pytest.mark.django_db
LIST = "/staff/waiting/"


@pytest.fixture(autouse=True)
def at_a_known_moment(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=3))


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


def paid_order(now):
    order = placed_order(now=now)
    Payment.objects.create(
        order_id=order.id, amount_minor=order.total_minor, method="card_ok", state="succeeded", started_at=now
    )
    return order


def asked_to_cancel(order, now):
    start_picking(order.id, by=None, now=now)
    return ask_to_cancel(Wish(order_id=order.id, units={1: 1}, reason=CancelReason.BY_MISTAKE, form="asks"), now=now)


def declared(now, number, email="else@example.com"):
    said = Statement(form=number, name="Ada <b>", language="en", number=number, email=email, words="")
    return withdraw(said, origin="192.0.2.1", now=now)


def chargeback(order, now):
    return Chargeback.objects.create(
        provider_ref=f"cb_{order.number}",
        payment=Payment.objects.get(order_id=order.id),
        order_id=order.id,
        amount_minor=order.total_minor,
        currency="EUR",
        reason="fraud",
        state="lost",
        heard_at=now,
        closed_at=now,
    )


@pytest.fixture
def heaps(now, settings):
    """One of each kind, the first asked for first; by kind."""
    settings.REFUND_APPROVAL_LIMIT = 1_000
    toward, much, failed, taken = (paid_order(now) for _ in range(4))
    request = asked_to_cancel(toward, now)
    theirs = declared(now + timedelta(minutes=1), placed_order(now=now).number)
    sue = make_staff("sue@shop.example", name="Sue", password="a-long-password", roles=[Role.SUPPORT])
    asked_at = now + timedelta(minutes=2)
    waits = give_back(much.id, amount_minor=2_000, note="a scratch", form="a", by=sue.pk, now=asked_at)
    broken = give_back(failed.id, amount_minor=500, note="x", form="b", by=None, now=now)
    note_told(broken.id, now=now)
    answer = RefundAnswer(state=RefundState.FAILED, failure_code="card_closed")
    apply_refund_answer(broken.id, answer, now=now + timedelta(minutes=3))
    chargeback(taken, now + timedelta(minutes=4))
    return {"cancellation": request, "withdrawal": theirs, "refund": waits, "failed": broken, "taken": taken}


def test_an_owner_sees_all_of_it_the_longest_waiting_first(client, sign_in, heaps):
    sign_in(Role.OWNER)
    page = text(client.get(LIST))
    told = ["The shopper asked to cancel", "The order has another address.", "a scratch", "card_closed", "fraud"]
    places = [page.index(one) for one in told]
    assert places == sorted(places)
    assert "All 5 Cancellations 1 Withdrawals 1 Refunds to approve 1 Refunds that failed 1 Chargebacks 1" in page
    assert "It is being picked; nothing is packed yet. Granting it pays back €133.90." in page
    assert "3 hours ago" in page
    assert "€133.90 were paid for the order; with this €113.90 of it are left." in page
    assert "€133.90 were paid for the order, €133.90 of it are left." in page
    assert ">5</b><span>To decide</span>" in client.get("/staff/").content.decode()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.WAREHOUSE, ["The shopper asked to cancel"]),
        (Role.SUPPORT, ["The shopper asked to cancel", "The order has another address."]),
        (Role.FINANCE, ["a scratch", "card_closed", "fraud"]),
    ],
)
def test_each_sees_what_they_decide(client, sign_in, heaps, role, seen):
    sign_in(role)
    page = text(client.get(LIST))
    told = ["The shopper asked to cancel", "The order has another address.", "a scratch", "card_closed", "fraud"]
    assert [one for one in told if one in page] == seen


def test_a_kind_can_be_chosen_by_who_decides_it(client, sign_in, heaps):
    sign_in(Role.SUPPORT)
    page = text(client.get(f"{LIST}?heap=withdrawals"))
    assert "The order has another address." in page
    assert "The shopper asked to cancel" not in page
    assert client.get(f"{LIST}?heap=refunds").status_code == 404
    assert client.get(f"{LIST}?heap=nonsense").status_code == 404


def test_its_buttons_do_it_and_lead_back(client, sign_in, heaps):
    sign_in(Role.OWNER)
    acts = [
        (f"/staff/cancellations/{heaps['cancellation'].id}/decide/", "refuse", "waiting", LIST),
        (
            f"/staff/withdrawals/{heaps['withdrawal'].id}/settle/",
            "carry_out",
            "withdrawals",
            f"{LIST}?heap=withdrawals",
        ),
        (f"/staff/refunds/{heaps['refund'].id}/decide/", "approve", "waiting", LIST),
        (f"/staff/refunds/{heaps['failed'].id}/again/", "", "waiting", LIST),
        (f"/staff/chargebacks/cb_{heaps['taken'].number}/seen/", "", "waiting", LIST),
    ]
    page = client.get(LIST).content.decode()
    for address, act, back, leads_to in acts:
        assert f'action="{address}"' in page
        answer = client.post(address, {"do": act, "back": back})
        assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert "Nothing waits" in text(client.get(LIST))
    assert requests_of(heaps["cancellation"].order_id)[0].state.value == "refused"
    assert withdrawal(heaps["withdrawal"].id).state.value == "cancelled"
    assert refunds_of(heaps["refund"].order_id)[0].state is RefundState.REQUESTED


def test_no_button_leads_elsewhere(client, sign_in, heaps):
    sign_in(Role.OWNER)
    sent = {"do": "refuse", "back": "https://elsewhere.example/"}
    answer = client.post(f"/staff/cancellations/{heaps['cancellation'].id}/decide/", sent)
    assert answer["Location"] == f"/staff/orders/{heaps['cancellation'].order_id}/"


def test_what_left_meanwhile_can_only_be_refused(client, sign_in, now):
    order = paid_order(now)
    asked_to_cancel(order, now)
    packed_parcel(order, now=now)
    sign_in(Role.WAREHOUSE)
    page = text(client.get(LIST))
    assert "What is packed has left. It has left: it can only be refused." in page
    assert "It is taken out: cancel" not in page


def test_who_asked_for_a_refund_finds_no_button(client, sign_in, now, settings):
    settings.REFUND_APPROVAL_LIMIT = 0
    olga = sign_in(Role.OWNER)
    give_back(paid_order(now).id, amount_minor=500, note="x", form="a", by=olga.pk, now=now)
    page = text(client.get(LIST))
    assert "You asked for it: somebody else decides." in page
    assert "Approve" not in page


def test_what_is_overdue_comes_first(client, sign_in, now, monkeypatch):
    later = now + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    order = paid_order(now)
    asked_to_cancel(order, now)
    declared(now + timedelta(hours=1), order.number, "ada@example.com")
    sign_in(Role.SUPPORT)
    page = text(client.get(LIST))
    assert page.index("Somebody asked to cancel a part.") < page.index("The shopper asked to cancel")
    assert "passed" in page


@pytest.fixture
def desk_heaps(now, settings):
    """A return at the door, one in the house, a box that nobody knows, a claim, a parcel that turned up."""
    sam = make_staff("desk@shop.example", name="Sam", password="a-long-password", roles=[Role.RETURNS]).pk
    coming = arrived_order(now=now - timedelta(days=6))
    with carrier(settings):
        at_door = announced(coming, {1: 1}, now=now - timedelta(days=5))
        label_return(at_door, now=now - timedelta(days=5))
    hear(Parcel.objects.get(way=Way.BACK), now=now - timedelta(days=1), kind="D", code="FS", city="COLOGNE")
    here = received(arrived_order(now=now), {2: 1}, by=sam, now=now, form="here")
    receive_stray(Box(note="a brown box"), form="stray", by=sam, now=now + timedelta(minutes=1))
    shipped = shipped_order(now=now)
    broken = claimed(shipped[1], {1: 1}, now=now + timedelta(minutes=2))
    late = claimed(shipped_order(now=now)[1], {1: 1}, now=now, kind=ClaimKind.LATE, form="late")
    grant_claim(late.id, Remedy.REFUND, by=sam, now=now)
    note_turned_up(late.id, now=now + timedelta(minutes=3))
    return {"at_door": at_door, "here": here, "claim": broken.id, "late": late.id}


AT_DESK = [
    "Its carrier says that it is here.",
    "It was taken in, and nobody has looked at it.",
    "Nobody knows whose it is. a brown box",
    "Arrived damaged",
    "The parcel turned up after it was made good.",
]


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.RETURNS, AT_DESK[:3]), (Role.WAREHOUSE, [AT_DESK[0], AT_DESK[2]]), (Role.SUPPORT, AT_DESK[3:])],
)
def test_returns_and_claims_wait_for_who_decides_them(client, sign_in, desk_heaps, role, seen):
    sign_in(role)
    answer = client.get(LIST)
    page = text(answer)
    assert [one for one in AT_DESK if one in page] == seen
    assert f">{len(seen)}</b><span>To decide</span>" in client.get("/staff/").content.decode()
    for address in re.findall(r'<a class="button small[^"]*" href="([^"]+)"', answer.content.decode()):
        assert client.get(address).status_code == 200


def test_returns_and_claims_show_by_when_and_what_is_known(client, sign_in, desk_heaps, now):
    sign_in(Role.OWNER)
    page = client.get(LIST).content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    places = [told.index(one) for one in AT_DESK]
    assert places == sorted(places)
    assert "1 × Strada Runner, Rust, EU 43 · too small" in told
    assert "The shopper would like: the money back" in told
    assert "“The box was wet.”" in told
    for name in ("at_door", "here"):
        assert f'href="/staff/returns/{desk_heaps[name]}/"' in page
    for name in ("claim", "late"):
        assert f'href="/staff/claims/{desk_heaps[name]}/"' in page
    decide_by = (now + timedelta(days=3)).strftime("%d November").lstrip("0")
    assert decide_by in told


def test_a_list_that_is_too_long_says_so(client, sign_in, now, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 2)
    for _ in range(3):
        chargeback(paid_order(now), now)
    sign_in(Role.FINANCE)
    page = text(client.get(LIST))
    assert "These are the first 2 of 3." in page
    assert page.count("fraud") == 2
