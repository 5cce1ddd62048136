"""The letters about delays, searches and claims, as a real mail server received them."""

from datetime import date, timedelta

import pytest

from severshop.domain.orders.models import Order
from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag
from severshop.infra.links import link_token
from severshop.infra.outbox.runner import run_batch
from severshop.look.formats import day
from severshop.usecases.aftercare.answer_delay import answer_delay
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.vocabulary.watching import Answer, Level
from tests.factories import packed_parcel, placed_order, public_page
from tests.usecases.watching.courses import AMERICA, pass_until, scanned

pytestmark = pytest.mark.django_db


def deliver(now):
    with post_office(lambda: now) as handle:
        return run_batch(MAIL_TOPICS, handle, clock=lambda: now).counts


def has(level):
    return lambda: Flag.objects.filter(cleared_at=None, level=level).exists()


def words(mail):
    """The plain text without its order number and links, which are made anew for each order."""
    return mail.get_body(("plain",)).get_content()


def newest(server, at):
    deliver(at)
    return server.mails[-1]


def both(mail, *said):
    for kind in ("plain", "html"):
        text = " ".join(mail.get_body((kind,)).get_content().replace("&#39;", "'").split())
        for one in said:
            assert one in text, (kind, one)


@pytest.fixture
def parcel(now):
    return packed_parcel(placed_order(now=now), now=now)


@pytest.fixture
def american(now):
    return placed_order(now=now, address=AMERICA)


def test_a_delay_on_the_way(server, parcel):
    mail = newest(server, pass_until(parcel.order, has(Level.DELAYED)))
    number = parcel.order.number
    assert mail["Subject"].startswith(f"Later than promised: order {number}, now ")
    assert "List-Unsubscribe" not in mail, "it is owed, not optional"
    both(
        mail,
        "UPS has had your parcel for longer than usual without a first scan.",
        "At checkout we promised Thu 26 – Mon 30 November.",
        "we have UPS look for it without delay",
        "If it has not come by Mon 7 December, you may call the purchase off and get all of your money back.",
    )
    assert "/delay/" not in words(mail), "nothing is asked of a parcel under way"


def test_a_delay_before_the_hand_over_asks_where_the_law_asks(server, american):
    mail = newest(server, pass_until(american, DelayNotice.objects.exists))
    link = f"http://localhost:8000/order/{link_token(american.id, generation=1)}/delay/"
    both(
        mail,
        "Your order has not left our warehouse yet. That is our doing, and we are sorry.",
        "It leaves our warehouse by",
        "you get back all that you paid, within 7 working days.",
        "If we hear nothing from you, we take it that you wait.",
        link,
    )
    assert "call the purchase off" not in words(mail)


def test_a_further_delay_says_what_silence_brings(server, american):
    mail = newest(server, pass_until(american, lambda: DelayNotice.objects.count() == 2))
    both(mail, "that you want to wait. If we do not hear from you, and it has not left by then, we cancel the order")


def test_a_search_says_from_when_its_reader_may_choose(server, parcel):
    mail = newest(server, pass_until(parcel.order, has(Level.LOST)))
    named = date.fromisoformat(public_page(parcel.order_id)["delay"]["choose_from"])
    assert mail["Subject"] == f"We are looking for your parcel: order {parcel.order.number}"
    both(
        mail,
        "We have opened an investigation and ask UPS where it is, with every scan and number that we have.",
        "Whatever comes of it: the loss is ours, not yours.",
        f"If it has not turned up by {day(named)}, you choose from then on: a refund or a replacement.",
    )


def test_no_day_is_named_for_what_nobody_sees(server, parcel):
    mail = newest(server, pass_until(parcel.order, has(Level.LOST)))
    for kind in ("plain", "html"):
        said = mail.get_body((kind,)).get_content()
        assert "30 Nov" not in said
        assert "delivery.ics" not in said


def test_a_claim_leads_to_the_choice(server, parcel):
    mail = newest(server, pass_until(parcel.order, ClaimOffer.objects.exists))
    assert mail["Subject"] == f"Your choice: a refund or a replacement for order {parcel.order.number}"
    token = link_token(parcel.order_id, generation=1)
    assert f"/order/{token}/claim/1/" in words(mail)


def test_what_was_found_is_told_with_its_new_date(server, parcel):
    at = pass_until(parcel.order, has(Level.LOST)) + timedelta(hours=5)
    scanned(parcel, at=at)
    mail = newest(server, at)
    assert mail["Subject"] == f"Your parcel has been seen again: order {parcel.order.number}"
    both(mail, "UPS has scanned it again. It goes on to you, and we go on watching it.")


def test_what_is_no_longer_true_is_not_sent(server, parcel):
    at = pass_until(parcel.order, has(Level.DELAYED))
    scanned(parcel, at=at + timedelta(minutes=5), kind="D", code="FS")
    deliver(at + timedelta(minutes=6))
    assert not [mail for mail in server.mails if "Later than promised" in mail["Subject"]]


def test_of_dates_revised_twice_before_a_letter_went_only_the_newest_are_told(server, now):
    at = pass_until(placed_order(now=now), lambda: DelayNotice.objects.count() == 2)
    deliver(at)
    told = [mail["Subject"] for mail in server.mails if "Later than promised" in mail["Subject"]]
    assert len(told) == 1


def test_who_said_cancel_is_not_asked_again(server, american):
    at = pass_until(american, DelayNotice.objects.exists)
    answer_delay(american.id, answer=Answer.CANCEL, now=at)
    deliver(at)
    assert "/delay/" not in words(server.mails[-1])


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_letter_names_the_street_or_the_reader(server, parcel, language):
    Order.objects.filter(pk=parcel.order_id).update(language=language)
    at = pass_until(parcel.order, ClaimOffer.objects.exists)
    deliver(at)
    for mail in server.mails[-2:]:
        for secret in ("Ada Winter", "Nyhavn"):
            assert secret not in mail.as_string()
