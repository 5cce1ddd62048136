"""Staff correct a parcel's number or add one, and see what carriers tell staff alone."""

from datetime import date, timedelta

import pytest

from severshop.domain.tracking.models import Leg
from severshop.domain.tracking.reports import NewReport, store_reports
from severshop.infra.outbox.models import OutboxEntry
from severshop.usecases.refresh_status import refresh_status
from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

RIGHT = "1Z999AA10123456784"


@pytest.fixture
def parcel(order, factories, now):
    return factories.packed_parcel(order, now=now)


@pytest.fixture
def send(support, parcel):
    def do(what, number=RIGHT, carrier="ups"):
        data = {"what": what, "carrier": carrier, "tracking_number": number}
        return support.post(f"/staff/parcels/{parcel.pk}/number/", data, follow=True)

    return do


def test_the_form_names_the_number_that_it_has(support, parcel, order):
    assert f"/staff/parcels/{parcel.pk}/number/" in support.get(f"/staff/orders/{order.id}/").content.decode()
    assert parcel.tracking_number in support.get(f"/staff/parcels/{parcel.pk}/number/").content.decode()


@pytest.mark.parametrize(
    ("what", "said"),
    [("wrong", "was wrong; what was said of it is left out"), ("replaced", "replaced by another label")],
)
def test_a_number_is_corrected_and_the_old_one_stays_in_sight(send, parcel, what, said):
    page = send(what, "1z 999 aa1 01 2345 6784").content.decode()
    assert "The number is followed from now on." in page
    assert said in page
    assert "Sam support" in page
    assert "New tracking number" in page
    parcel.refresh_from_db()
    assert parcel.tracking_number == RIGHT


@pytest.mark.parametrize(("what", "kind", "said"), [("further", "outbound", "followed"), ("return", "return", "back")])
def test_a_further_number_joins_it(send, parcel, what, kind, said):
    assert said in send(what).content.decode()
    assert Leg.objects.get(number=RIGHT).kind == kind
    parcel.refresh_from_db()
    assert parcel.tracking_number != RIGHT


def test_pressing_twice_is_one_change(send, parcel):
    send("wrong")
    send("wrong")
    assert Leg.objects.filter(parcel=parcel).count() == 2
    assert OutboxEntry.objects.filter(payload__kind="new_number").count() == 1


def test_a_typo_is_caught_where_it_is_typed(send, parcel):
    response = send("wrong", "1Z999AA10123456785")
    assert response.status_code == 400
    assert "This is no tracking number of UPS" in response.content.decode()
    assert Leg.objects.get(parcel=parcel).closed_at is None


def test_a_number_that_another_parcel_has_is_refused(send, factories, now):
    factories.packed_parcel(factories.placed_order(now=now), now=now, number=RIGHT)
    for what in ("wrong", "further"):
        response = send(what)
        assert response.status_code == 400
        assert "Another parcel travels under this number already" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"what": "eaten", "carrier": "pigeon", "tracking_number": "x" * 99}])
def test_what_is_no_choice_is_refused(support, parcel, data):
    assert support.post(f"/staff/parcels/{parcel.pk}/number/", data).status_code == 400


def test_only_warehouse_and_support_change_numbers(as_role, parcel):
    assert as_role(Role.FINANCE).get(f"/staff/parcels/{parcel.pk}/number/").status_code == 403


@pytest.mark.parametrize(
    ("link", "is_shown"), [("https://carrier.example/proof/1", True), ("javascript:alert(1)", False), ("", False)]
)
def test_staff_see_the_proof_and_the_estimate_and_the_public_page_no_name(
    support, order, parcel, factories, now, link, is_shown
):
    leg = Leg.objects.get(parcel=parcel)
    report = NewReport(
        leg_id=leg.id,
        order_id=order.id,
        parcel_id=parcel.id,
        as_of=now + timedelta(hours=1),
        estimate=date(2026, 11, 27),
        proof_how=Reason.NEIGHBOUR,
        proof_name="Mrs Greene",
        proof_link=link,
    )
    store_reports([report])
    refresh_status([order.id], now=now + timedelta(hours=1))
    page = support.get(f"/staff/orders/{order.id}/").content.decode()
    assert "Left with a neighbour, Mrs Greene" in page
    assert "Fri 27 November" in page
    assert ("Signature or photo" in page) is is_shown
    public = str(factories.public_page(order.id))
    assert "2026-11-27" in public
    assert "Greene" not in public
    assert "proof" not in public
