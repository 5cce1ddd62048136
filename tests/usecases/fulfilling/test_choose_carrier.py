"""The carrier table, from its editing to the reason that a parcel keeps."""

import pytest

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.models import CarrierRule
from severshop.domain.shipping.rules import Why
from severshop.infra.ids import uuid7
from severshop.usecases.fulfilling.choose_carrier import propose, propose_for_order
from severshop.usecases.fulfilling.correct_number import Was, correct_number
from severshop.usecases.fulfilling.edit_carriers import (
    NewCarrierRule,
    UnknownCarrierError,
    UnknownRuleError,
    add_rule,
    change_rule,
    remove_rule,
)
from severshop.usecases.fulfilling.facts import UnknownOrderError

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db):
    load_shipping(carriers=["ups"])


def why():
    return Why.from_facts(Parcel.objects.get().carrier_reason)


def test_the_proposal_weighs_what_goes_in(table, order, lines):
    proposal = propose_for_order(order.id, items={lines[1]: 2, lines[2]: 1})
    assert (proposal.parcel.country, proposal.parcel.zone, proposal.parcel.weight_grams) == ("DK", "union", 2460)
    assert proposal.choice is not None
    assert proposal.choice.carrier == "ups"


def test_no_order_no_proposal(db):
    with pytest.raises(UnknownOrderError):
        propose_for_order(uuid7(), items={})


def test_a_parcel_keeps_why_it_has_its_carrier_when_the_table_changes(table, put_in_a_parcel):
    put_in_a_parcel({1: 2})
    CarrierRule.objects.all().delete()
    assert why() == Why(place="union", weight_grams=1640)


def test_a_choice_against_the_table_is_kept_as_such(table, put_in_a_parcel, packer, now):
    add_rule(NewCarrierRule(priority=1, carrier="dhl", country="DK", weight_to_grams=1000), by=packer, now=now)
    put_in_a_parcel({1: 1})
    assert why() == Why(by_hand=True, instead_of="dhl", weight_grams=820)


def test_a_choice_without_the_table_is_kept_as_such(put_in_a_parcel):
    put_in_a_parcel({1: 1})
    assert why() == Why(by_hand=True, weight_grams=820)


def test_lines_are_added_changed_and_removed(packer, now):
    key = add_rule(NewCarrierRule(priority=1, carrier="ups", country="DK", weight_to_grams=1000), by=packer, now=now)
    assert propose(country="DK", option="express", weight_grams=1000).choice.rule_id == key
    assert propose(country="DK", option="express", weight_grams=1001).choice is None
    change_rule(key, NewCarrierRule(priority=1, carrier="dhl", country="DK"), by=packer, now=now)
    assert propose(country="DK", option="express", weight_grams=1001).choice.carrier == "dhl"
    remove_rule(key, by=packer, now=now)
    assert propose(country="DK", option="express", weight_grams=1).choice is None


def test_a_line_names_a_carrier_that_the_shop_speaks_to(packer, now):
    with pytest.raises(UnknownCarrierError):
        add_rule(NewCarrierRule(priority=1, carrier="pigeon", country="DK"), by=packer, now=now)
    with pytest.raises(UnknownCarrierError):
        change_rule(1, NewCarrierRule(priority=1, carrier="pigeon", country="DK"), by=packer, now=now)


def test_a_line_that_is_gone_is_said_so(packer, now):
    with pytest.raises(UnknownRuleError):
        change_rule(1, NewCarrierRule(priority=1, carrier="ups", country="DK"), by=packer, now=now)
    with pytest.raises(UnknownRuleError):
        remove_rule(1, by=packer, now=now)


def test_another_number_of_the_same_carrier_keeps_the_reason(table, put_in_a_parcel, factories, picked, now):
    parcel_id = put_in_a_parcel({1: 1})
    number = factories.ups_number(picked, 77)
    correct_number(parcel_id, carrier="ups", tracking_number=number, was=Was.WRONG, by=None, now=now)
    assert why() == Why(place="union", weight_grams=820)


def test_a_correction_to_another_carrier_has_a_reason_of_its_own(table, put_in_a_parcel, now):
    parcel_id = put_in_a_parcel({1: 1})
    correct_number(parcel_id, carrier="fedex", tracking_number="986578788855", was=Was.REPLACED, by=None, now=now)
    assert why() == Why(by_hand=True, instead_of="ups", weight_grams=820)
