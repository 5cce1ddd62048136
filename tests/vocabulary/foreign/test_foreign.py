"""Foreign vocabularies: complete, honest about what they lose, and never a guess."""

import pytest

from severshop.vocabulary.foreign import aftership, easypost, seventeentrack, shippo, shopify
from severshop.vocabulary.foreign.pairs import PAIRS
from severshop.vocabulary.milestones import Milestone, Reason
from tests.docs.documents import ROOT, rows
from tests.vocabulary.foreign.losses import VOCABULARIES, lost_from_ours, lost_to_ours

PAGE = ROOT / "docs" / "reference" / "foreign-vocabularies.md"

each = pytest.mark.parametrize(("name", "foreign"), VOCABULARIES.items(), ids=VOCABULARIES)


@each
def test_what_is_lost_from_ours_stands_on_the_page(name, foreign):
    assert rows(PAGE, under=f"### From ours to {name}") == lost_from_ours(foreign)


@each
def test_what_is_lost_to_ours_stands_on_the_page(name, foreign):
    assert rows(PAGE, under=f"### From {name} to ours") == lost_to_ours(foreign)


@each
def test_every_code_that_is_sent_is_understood(name, foreign):
    sent = {foreign.from_ours(*meaning) for meaning in PAIRS} - {""}
    assert sent <= set(foreign.VOCABULARY.ours)


@each
def test_no_known_code_is_unknown_and_every_meaning_is_one_that_ours_has(name, foreign):
    meanings = set(foreign.VOCABULARY.ours.values())
    assert (Milestone.UNKNOWN, Reason.NONE) not in meanings
    assert meanings <= set(PAIRS)


@each
def test_what_is_in_no_table_is_unknown_and_what_is_unknown_is_not_sent(name, foreign):
    assert foreign.to_ours("Something_999") == (Milestone.UNKNOWN, Reason.NONE)
    assert foreign.to_ours("") == (Milestone.UNKNOWN, Reason.NONE)
    assert foreign.from_ours(Milestone.UNKNOWN) == ""


@each
def test_nothing_comes_back_as_better_news_than_it_was(name, foreign):
    """A parcel that is not delivered is never delivered there, and one that never moved never on its way."""
    for milestone, reason in PAIRS:
        code = foreign.from_ours(milestone, reason)
        if not code:
            continue
        back, _reason = foreign.to_ours(code)
        assert (back is Milestone.DELIVERED) == (milestone is Milestone.DELIVERED), (milestone, code)
        if milestone in {Milestone.NOT_YET_KNOWN, Milestone.NUMBER_INVALID, Milestone.LABEL_CREATED}:
            assert back in {Milestone.NOT_YET_KNOWN, Milestone.NUMBER_INVALID, Milestone.LABEL_CREATED}, code


@pytest.mark.parametrize(
    ("foreign", "code", "meaning"),
    [
        (aftership, "InTransit_003", (Milestone.IN_TRANSIT, Reason.ARRIVED)),
        (aftership, "Delivered", (Milestone.DELIVERED, Reason.NONE)),
        (aftership, "Exception_014", (Milestone.UNKNOWN, Reason.NONE)),
        (easypost, "in_transit/weather_delay", (Milestone.DELAYED, Reason.WEATHER)),
        (easypost, "delivered/arrived_at_destination", (Milestone.DELIVERED, Reason.NONE)),
        (easypost, "nonsense/lost", (Milestone.UNKNOWN, Reason.NONE)),
        (shippo, "TRANSIT/out_for_delivery", (Milestone.OUT_FOR_DELIVERY, Reason.NONE)),
        (shippo, "TRANSIT/something_new", (Milestone.IN_TRANSIT, Reason.NONE)),
        (shopify, "PICKED_UP", (Milestone.DELIVERED, Reason.PICKUP_POINT)),
        (seventeentrack, "DeliveryFailure_NoBody", (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME)),
    ],
)
def test_codes_mean_what_their_tables_say(foreign, code, meaning):
    assert foreign.to_ours(code) == meaning


def test_the_tables_hold_every_code_that_the_systems_publish():
    assert len(aftership.TAGS) == 9
    assert len(aftership.SUBTAGS) == 48
    assert len(easypost.STATUSES) == 10
    assert len(shippo.STATUSES) == 6
    assert len(shopify.STATUSES) == 12
    assert len(seventeentrack.STATUSES) == 23
