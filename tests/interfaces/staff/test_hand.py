"""The list of parcels that need a hand, its acts, and what the order's page shows of the watch."""

from datetime import timedelta

import pytest

from severshop.domain.support.models import Case
from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag, Investigation
from severshop.infra import clock
from severshop.infra.outbox.models import OutboxEntry
from severshop.vocabulary.roles import Role
from severshop.vocabulary.watching import Level, Outcome, Trouble

pytestmark = pytest.mark.django_db

LIST = "/staff/needs-a-hand/"
EVIDENCE = {
    "late": 0.83,
    "arrived_by_now": 0.984,
    "ended": 312,
    "lane": "DE/ups/standard/in_stock|DK",
    "waited_days": 6,
    "silent_days": 4,
    "heard": "2026-11-18",
    "deadline": "2026-11-30",
}


@pytest.fixture
def parcel(order, now, factories):
    return factories.packed_parcel(order, now=now)


@pytest.fixture
def silent(order, parcel, now):
    Flag.objects.filter(order=order).delete()
    return Flag.objects.create(
        order=order, parcel=parcel, level=Level.LOST, trouble=Trouble.SILENT, raised_at=now, evidence=EVIDENCE
    )


def page(client, path=LIST, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_an_empty_list_says_so(support):
    assert "Nothing needs a hand" in page(support)


def test_a_line_says_what_is_wrong_and_how_we_know(support, silent, order):
    text = page(support)
    for said in (
        order.number,
        "No scan for 4 working days; the last word was on Wed 18 November.",
        "98% of parcels like this had arrived by now; 312 counted.",
        "Mon 30 November",
        "Open an investigation",
    ):
        assert said in text
    assert "Nothing needs a hand" not in text


def test_who_may_not_act_is_led_to_the_order(as_role, silent):
    text = page(as_role(Role.WAREHOUSE))
    assert "Open an investigation" not in text
    assert "Look at the order" in text


@pytest.mark.parametrize(
    ("trouble", "level", "more", "said"),
    [
        (Trouble.SLOW, Level.DELAYED, {}, "On its way for 6 working days."),
        (Trouble.NOT_SCANNED, Level.AT_RISK, {}, "Handed to UPS 6 working days ago and never scanned."),
        (Trouble.CUSTOMS, Level.AT_RISK, {"where_since": "2026-11-19"}, "At customs since Thu 19 November."),
        (Trouble.NOT_BROUGHT, Level.AT_RISK, {}, "UPS had it out for delivery and did not bring it."),
        (Trouble.CARRIER_SAYS, Level.DELAYED, {}, "UPS says that it comes later."),
        (Trouble.CARRIER_SAYS, Level.LOST, {}, "UPS says that it is lost."),
        (Trouble.SLOW, Level.DELAYED, {"ended": 0}, "By the rule table, 98% of parcels like this have arrived by now."),
        (Trouble.SLOW, Level.DELAYED, {"arrived_by_now": 0.9999}, "99% of parcels like this"),
        (Trouble.SLOW, Level.DELAYED, {"waited_days": 1}, "On its way for 1 working day."),
    ],
)
def test_each_trouble_has_its_sentence(support, silent, trouble, level, more, said):
    Flag.objects.filter(pk=silent.pk).update(trouble=trouble, level=level, evidence=EVIDENCE | more)
    assert said in page(support)


def test_evidence_that_is_not_there_is_not_said(support, silent):
    Flag.objects.filter(pk=silent.pk).update(evidence={})
    text = page(support)
    assert "On its way for 0 working days." in text
    assert "counted" not in text


def test_an_order_that_has_not_left(support, order, now):
    Flag.objects.filter(order=order).delete()
    told = {"left_by_now": 0.9, "ended": 40, "waited_days": 3, "lane": EVIDENCE["lane"]}
    Flag.objects.create(order=order, level=Level.AT_RISK, trouble=Trouble.NOT_HANDED_OVER, raised_at=now, evidence=told)
    text = page(support)
    assert "In the house for 3 working days and not handed over." in text
    assert "90% of orders like this had left by now; 40 counted." in text
    assert "Not handed over" in text


def test_filters_and_pages_that_cannot_be_are_not_there(support, silent):
    assert "Nothing here." in page(support, f"{LIST}?level=at_risk")
    assert "Nothing here." in page(support, f"{LIST}?carrier=dhl")
    assert "Open an investigation" in page(support, f"{LIST}?level=lost&carrier=ups")
    for wrong in ("level=awful", "page=0", "page=x", "page=99999999999", "carrier=%22%3E%3Cscript%3E"):
        page(support, f"{LIST}?{wrong}", status=404)


def test_the_home_counts_them(support, silent):
    text = page(support, "/staff/")
    assert "Need a hand" in text
    assert "1 lost" in text


def test_from_opening_to_closing_each_once(support, parcel):
    for _again in range(2):
        response = support.post(f"/staff/parcels/{parcel.id}/investigate/", follow=True)
        assert "What to tell the carrier" in response.content.decode()
    (found,) = Investigation.objects.all()
    assert found.dossier["tracking_number"] == parcel.tracking_number
    assert found.opened_by.name == "Sam support"
    assert "the carrier is not asked yet" in page(support)
    for _again in range(2):
        support.post(f"/staff/investigations/{found.id}/asked/")
    found.refresh_from_db()
    first_asked = found.asked_at
    assert "Carrier asked on" in page(support)
    support.post(f"/staff/investigations/{found.id}/close/", {"outcome": "no"})
    support.post(f"/staff/investigations/{found.id}/close/", {"outcome": "lost"})
    response = support.post(f"/staff/investigations/{found.id}/close/", {"outcome": "found"}, follow=True)
    assert "What it was closed with stays." in response.content.decode()
    found.refresh_from_db()
    assert (found.outcome, found.asked_at) == (Outcome.LOST, first_asked)
    assert page(support).count("Investigation") == 0


def test_what_is_not_there_cannot_be_asked_for(support, order):
    for path in (f"/staff/parcels/{order.id}/investigate/", f"/staff/investigations/{order.id}/asked/"):
        assert support.post(path).status_code == 404
    assert support.post(f"/staff/investigations/{order.id}/close/", {"outcome": "lost"}).status_code == 404
    assert support.get(f"/staff/investigations/{order.id}/").status_code == 404


def test_what_has_arrived_is_not_asked_for(support, order, parcel, now, factories):
    from severshop.domain.tracking.intake import IncomingMessage, store_messages
    from severshop.usecases.tracking.update_timelines import update_timelines

    body = factories.track_alert(parcel.tracking_number, at=now, kind="D", code="KB")
    store_messages([IncomingMessage("ups", "arrived", body)], now=now)
    update_timelines(now=now)
    response = support.post(f"/staff/parcels/{parcel.id}/investigate/", follow=True)
    assert "nothing left to ask" in response.content.decode()
    assert not Investigation.objects.exists()


def test_the_dossier_names_no_person_and_no_street(support, parcel):
    support.post(f"/staff/parcels/{parcel.id}/investigate/")
    told = str(Investigation.objects.get().dossier)
    for secret in ("Ada", "Nyhavn", "example.com", "1051"):
        assert secret not in told
    assert "Copenhagen" in told


def test_a_letter_opens_one_conversation_and_is_mailed_once(support, order, parcel):
    path = f"/staff/orders/{order.id}/write/"
    assert "ada@example.com" in page(support, f"{path}?parcel=1")
    letter = {"text": "We are looking for it.", "form": "6f1c7f0e-0000-4000-8000-000000000001", "parcel": "1"}
    for _again in range(2):
        response = support.post(path, letter, follow=True)
        assert "We are looking for it." in response.content.decode()
    (case,) = Case.objects.all()
    assert (case.order_id, case.parcel_position) == (order.id, 1)
    assert OutboxEntry.objects.filter(payload__kind="case_first").count() == 1


def test_a_letter_needs_words_and_a_parcel_of_the_order(support, order):
    path = f"/staff/orders/{order.id}/write/"
    assert support.post(path, {"text": "", "form": "6f1c7f0e-0000-4000-8000-000000000001"}).status_code == 400
    assert support.post(path, {"text": "Hello", "form": "x"}).status_code == 400
    letter = {"text": "Hello", "form": "6f1c7f0e-0000-4000-8000-000000000001", "parcel": "7"}
    assert support.post(path, letter).status_code == 302
    assert Case.objects.get().parcel_position is None


def test_the_order_shows_what_was_found_and_done(support, silent, order, parcel, now):
    Flag.objects.create(
        order=order,
        parcel=parcel,
        level=Level.AT_RISK,
        trouble=Trouble.SLOW,
        raised_at=now - timedelta(days=3),
        cleared_at=now,
        evidence=EVIDENCE,
    )
    DelayNotice.objects.create(
        order=order,
        promise_version=2,
        level=Level.DELAYED,
        trouble=Trouble.SLOW,
        owed_at=now,
        policy="us 2026-01-01",
        offers_choice=True,
        answer_by=now + timedelta(days=3),
        answer="wait",
        answered_at=clock.now(),
    )
    Investigation.objects.create(order=order, parcel=parcel, opened_at=now, closed_at=now, outcome="found")
    ClaimOffer.objects.create(order=order, parcel=parcel, offered_at=now, why=Trouble.SILENT, policy="eu 2026-01-01")
    text = page(support, f"/staff/orders/{order.id}/")
    for said in (
        "Presumed lost",
        "It will be late with a chance of 83%.",
        "At risk, parcel 1: On its way for 6 working days.",
        "chose to wait",
        "Found; it goes on",
        "Refund or replacement offered on",
    ):
        assert said in text


def test_an_order_without_trouble_says_nothing_of_it(support, order):
    assert "Watched" not in page(support, f"/staff/orders/{order.id}/")


def test_what_the_watch_itself_finds_is_listed_in_words_and_leaves_with_news(support, order, parcel):
    """From the real watch: silent for weeks, the carrier asked by the policy, then a scan."""
    from tests.usecases.watching.courses import pass_until, scanned

    later = pass_until(order, Investigation.objects.exists)
    assert Flag.objects.get(cleared_at=None).level == Level.LOST
    text = page(support)
    assert "No scan for" in text
    assert "of parcels like this ha" in text
    assert "the carrier is not asked yet" in text
    assert "Ask the carrier" in text
    found = Investigation.objects.get()
    assert "by the policy" in page(support, f"/staff/investigations/{found.id}/")
    scanned(parcel, at=later + timedelta(hours=1), kind="D", code="KB")
    assert "Nothing needs a hand" in page(support)
    assert "It has arrived" in page(support, f"/staff/orders/{order.id}/")
