"""What the page says in each state: headline, word, where it is, what comes next."""

import re
from datetime import UTC, datetime

import pytest

from severshop.look.status.facts import read_facts
from severshop.look.status.page import StatusPage, status_page
from severshop.look.status.scans import scan_words
from severshop.look.status.words import attention_meaning, attention_pill, status_meaning, status_word
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention, OrderStatus
from tests.look.status.states import NOW, NUMBER, STATES, USPS_NUMBER, at, public_json

THU = "Arriving Thu 26 – Fri 27 November"

SAID = {
    "received": (THU, "On time", "It waits for its turn in our warehouse."),
    "in_process": (THU, "On time", "It is in our warehouse, where your things are being picked and packed."),
    "packed": (THU, "On time", "Your parcel is packed and waits in our warehouse for UPS to collect it."),
    "packed_long_ago": (THU, "We are behind", "Your parcel is packed and has been waiting for UPS since Friday 15:02."),
    "label_no_scan": (THU, "On time", "UPS collected it Monday 16:40. The first scan follows at their depot."),
    "label_no_scan_for_long": (
        THU,
        "Waiting for a scan",
        "UPS has had it since Friday 16:40 and has not scanned it yet.",
    ),
    "in_transit": (THU, "On time", "Your parcel has left Cologne and is on the road to Copenhagen."),
    "silent": (
        THU,
        "Waiting for a scan",
        "Your parcel was last seen Friday 06:12 in Cologne. UPS has been silent since.",
    ),
    "handed_on": (THU, "On time", "USPS took it over in Copenhagen."),
    "customs_without_a_reason": (THU, "Held at customs", "Customs in Zurich is holding it."),
    "customs": (THU, "Held at customs", "Customs in Zurich is inspecting it."),
    "delayed_by_weather": (
        "Held up: it may come later than Fri 27 November",
        "Delayed",
        "The weather holds it up; it was last seen in Cologne.",
    ),
    "late": (
        "Late, and no new date yet",
        "Delayed",
        "Your parcel has left Cologne and is on the road to Copenhagen.",
    ),
    "later_than_promised": (
        THU,
        "Later than promised",
        "Your parcel has left Cologne and is on the road to Copenhagen.",
    ),
    "today": ("Arriving today, Tue 24 November", "On time", "Your parcel is in the van, on its round in Copenhagen."),
    "attempt_failed": (THU, "Delivery missed", "UPS came to the door in Copenhagen and nobody was there."),
    "pickup": (
        "Ready to collect in Copenhagen",
        "Ready to collect",
        "It lies at the pickup point of UPS in Copenhagen for you.",
    ),
    "action_needed": (THU, "Action needed", "UPS has it in Copenhagen and needs a better address."),
    "damaged": (
        "Your parcel was damaged on its way",
        "Damaged",
        "UPS reports damage; it was last seen in Cologne.",
    ),
    "lost": ("Your parcel is lost", "Lost", "UPS cannot find it; it was last seen in Cologne."),
    "returning": (
        "Your parcel is coming back to us",
        "Coming back",
        "UPS is bringing it back to us; it was last seen in Copenhagen.",
    ),
    "delivered_handed_over": (
        "Delivered Thu 26 November, 14:12",
        "Delivered",
        "UPS handed it over at the door in Copenhagen.",
    ),
    "delivered_letter_box": (
        "Delivered Thu 26 November, 14:12",
        "Delivered",
        "UPS left it in the letter box in Copenhagen.",
    ),
    "delivered_neighbour": (
        "Delivered Thu 26 November, 14:12",
        "Delivered",
        "UPS left it with a neighbour in Copenhagen.",
    ),
    "part_shipped": (
        THU,
        "On time",
        "Your parcel has left Cologne and is on the road to Copenhagen. The rest is still being packed.",
    ),
    "one_of_two_delivered": (
        "The rest arrives Thu 26 – Fri 27 November",
        "On time",
        "1 of 2 parcels has arrived. Parcel 2 has left Cologne and is on the road to Copenhagen.",
    ),
    "cancelled": (
        "This order is cancelled",
        "Cancelled",
        "Nothing of it will be sent. If you did not expect this, write to us.",
    ),
    "unknown_scan": (THU, "On time", "UPS reported something that we are still reading, Tuesday 05:00."),
    "no_promise": ("No date yet", "Shipped", "Your parcel has left Cologne and is on the road to Copenhagen."),
}


def page(name: str, *, now: datetime = NOW, **changes: object) -> StatusPage:
    return status_page(read_facts(public_json(name, **changes)), now=now)


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", STATES)
def test_each_state_says_when_how_and_where(name):
    shown = page(name)
    assert (plain(shown.headline), shown.pill.word, plain(shown.lead)) == SAID[name]


@pytest.mark.parametrize("name", STATES)
def test_what_the_carrier_wrote_freely_is_not_shown(name):
    assert "GREENE" not in repr(page(name))


def test_every_word_and_every_attention_has_a_sentence():
    sentences = [status_meaning(status) for status in OrderStatus] + [attention_meaning(a) for a in Attention]
    words = [status_word(status) for status in OrderStatus] + [attention_pill(a).word for a in Attention]
    assert len(set(sentences)) == len(set(words)) == len(OrderStatus) + len(Attention)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_every_code_of_a_scan_has_words():
    for milestone in Milestone:
        for reason in Reason:
            words = scan_words(milestone, reason, carrier="UPS")
            assert words
            assert "%" not in words


@pytest.mark.parametrize("milestone", Milestone)
@pytest.mark.parametrize("reason", Reason)
def test_no_state_of_a_parcel_leaves_the_page_without_a_sentence(milestone, reason):
    parcel = STATES["in_transit"]["parcels"][0] | {"milestone": milestone, "reason": reason}
    lead = plain(page("in_transit", parcels=[parcel]).lead)
    assert lead.endswith(".")
    assert "%" not in lead


def test_commitments_name_their_moment_and_admit_when_it_has_passed():
    due = [plain(sentence) for sentence in page("silent").next]
    assert due == [
        "It should have been scanned again by Monday 20:00. No scan has come yet.",
        "If nobody has scanned it by Wednesday 10:00, we ask UPS ourselves.",
        "By Fri 27 November it should be with you in Copenhagen.",
    ]


@pytest.mark.parametrize("name", ["today", "pickup", "lost", "damaged", "returning"])
def test_no_day_is_named_for_what_is_nearly_there_or_not_coming(name):
    shown = page(name, next=[{"code": "arrive", "by": at(27, "20:00")}])
    assert shown.next == ()
    assert shown.nothing_next


def test_freshness_says_who_said_what_when():
    assert plain(page("in_transit").freshness) == "Last scan Tuesday 06:12 in Cologne. UPS told us at 06:12."
    assert plain(page("received").freshness) == "Last change Tuesday 06:13."


def test_a_time_whose_offset_nobody_knows_is_marked():
    shown = page("unknown_scan")
    assert shown.days[0].events[1].clock == "05:00 UTC"


def test_history_is_grouped_by_local_day_newest_three_first():
    shown = page("in_transit")
    told = [(plain(day.heading), [event.words for event in day.events]) for day in (*shown.days, *shown.earlier)]
    assert told == [
        ("Tuesday 24 November", ["Departed the sorting centre", "Arrived at the sorting centre"]),
        ("Monday 23 November", ["UPS has your parcel"]),
        ("Monday 23 November", ["Handed to UPS", "Packed", "The warehouse began with your order"]),
        ("Saturday 21 November", ["Order Received"]),
    ]
    assert shown.earlier_count == 4


def test_the_line_fills_up_to_the_word_that_holds():
    states = [(word.word, word.state, word.filled) for word in page("today").words]
    assert states == [
        ("Order Received", "done", ""),
        ("In Process", "done", ""),
        ("Shipped", "here", "most"),
        ("Delivered", "ahead", ""),
    ]
    assert [word.word for word in page("cancelled").words] == ["Order Received", "Cancelled"]


def test_of_several_carriers_each_is_named_and_who_has_it_stands_first():
    shown = page("handed_on")
    assert [(number.carrier, number.number, number.part) for number in shown.boxes[0].numbers] == [
        ("USPS", USPS_NUMBER, "has it now"),
        ("UPS", NUMBER, "carried it before"),
    ]
    assert [(carrier, number) for carrier, number, _url in shown.carriers] == [("USPS", USPS_NUMBER), ("UPS", NUMBER)]
    words = [event.words for day in (*shown.days, *shown.earlier) for event in day.events]
    assert words[:4] == [
        "USPS has your parcel",
        "Arrived at the sorting centre",
        "UPS has your parcel",
        "Handed to UPS",
    ]
    assert shown.delivery == "Standard, UPS, USPS"


@pytest.mark.parametrize(
    ("milestone", "part"),
    [
        ("label_created", "gets it first"),
        ("in_transit", "has it now"),
        ("delivered", "brought it to you"),
        ("returned", "brought it back to us"),
    ],
)
def test_what_part_a_carrier_has_in_a_parcel_depends_on_where_it_is(milestone, part):
    parcel = STATES["handed_on"]["parcels"][0] | {"milestone": milestone}
    first, other = page("handed_on", parcels=[parcel]).boxes[0].numbers
    assert first.part == part
    assert other.part == "carried it before"


@pytest.mark.parametrize(
    ("milestone", "part"), [("in_transit", "takes it on later"), ("delivered", "has not said a word about it")]
)
def test_a_carrier_that_has_not_seen_the_parcel_is_not_said_to_have_carried_it(milestone, part):
    parcel = STATES["handed_on"]["parcels"][0]
    mute = [parcel["scans"][0], parcel["scans"][1] | {"milestone": "label_created"}]
    shown = page("handed_on", parcels=[parcel | {"milestone": milestone, "scans": mute}])
    assert shown.boxes[0].numbers[1].part == part


def test_things_stand_under_the_parcel_they_travel_in():
    boxes = [(box.heading, [article.name for article in box.articles]) for box in page("one_of_two_delivered").boxes]
    assert boxes == [("Parcel 1 of 2", ["Strada Runner"]), ("Parcel 2 of 2", ["Fjord Boot"])]
    boxes = [(box.heading, [article.name for article in box.articles]) for box in page("part_shipped").boxes]
    assert boxes == [("In this parcel", ["Strada Runner"]), ("Still to be packed", ["Fjord Boot"])]


def test_the_day_after_the_van_the_page_does_not_say_today():
    tomorrow = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    shown = page("today", now=tomorrow)
    assert plain(shown.headline) == "Expected Tue 24 November"
    assert plain(shown.lead) == (
        "Your parcel went into the van Tuesday 07:31. We have not heard that it was delivered."
    )


def test_words_of_the_shop_cannot_carry_markup():
    place = {"city": "<script>alert(1)</script>", "region": "", "country": "DE"}
    parcel = STATES["in_transit"]["parcels"][0] | {"place": place}
    assert "<script>" not in page("in_transit", parcels=[parcel]).lead


def test_codes_that_are_newer_than_the_page_read_as_unknown():
    parcel = STATES["in_transit"]["parcels"][0] | {"milestone": "beamed_up", "reason": "engage"}
    shown = page("in_transit", parcels=[parcel], next=[{"code": "beam_down", "by": at(25, "10:00")}])
    assert plain(shown.lead) == "UPS reported something that we are still reading, Tuesday 06:12."
    assert shown.next == ()
