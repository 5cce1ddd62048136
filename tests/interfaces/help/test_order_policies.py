"""What holds for an order, and which version its cases keep."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from severshop.domain.claims.models import Claim
from severshop.domain.fulfilment.models import Parcel
from severshop.domain.policies.kinds import Kind, policy_from, values_of
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.queries import claims_policy_for, forget_policies
from severshop.domain.policies.returns import POLICIES
from severshop.domain.returns.queries import returns_of
from severshop.domain.returns.rules import Chosen
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.vocabulary.returning import ReturnReason
from tests.returning import arrived_order
from tests.usecases.claiming.claimed import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)
    return arrived_order(now=now)


def page(client, order):
    answer = client.get(f"/order/{link_token(order.id, generation=1)}/policies/")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def write(policy, *, now):
    PolicyRow.objects.create(
        kind="returns", region=policy.region, valid_from=policy.valid_from, values=values_of(policy), made_at=now
    )
    forget_policies()


def announced(order, *, now):
    wish = Announcement(order_id=order.id, lines={1: Chosen(1, ReturnReason.TOO_SMALL)}, form="form")
    return announce_return(wish, now=now)


def test_it_says_all_of_it_for_where_the_order_goes(client, order, now):
    said = page(client, order)
    assert "for orders to Denmark, as it stood when you ordered" in said
    assert "You have 14 days from the day the last piece arrives" in said
    assert "In the European Union we pay for the way back." in said
    assert "Outside the European Union" not in said
    assert "At home" not in said
    assert "In the European Union we ask the carrier after" in said
    assert "If it came damaged, wrong or incomplete" in said
    assert "Directive 2011/83/EU, Art. 9" in said
    assert said.count("The version of Thu 1 January 2026.") == 3


def test_a_case_is_named_with_the_version_that_it_keeps(client, order, now):
    record = announced(order, now=now)
    assert f"Return {record.number} goes by it." in page(client, order)
    assert "Another version" not in page(client, order)


def test_a_case_keeps_its_version_whatever_is_written_later(client, order, now):
    record = announced(order, now=now)
    write(replace(POLICIES[-1], valid_from=date(2026, 2, 1), return_days=60), now=now)
    said = page(client, order)
    assert "You can send it back within 60 days of its arrival, without a reason." in said
    assert f"kept by the case since it was opened. Return {record.number} goes by it." in said
    assert "You have 14 days from the day the last piece arrives" in said
    assert "The version of Sun 1 February 2026." in said
    (kept,) = returns_of([order.id])[order.id]
    assert policy_from(Kind.RETURNS, kept.policy).return_days == 0


def test_what_begins_after_the_order_holds_for_others(client, order, now):
    write(replace(POLICIES[-1], valid_from=now.date() + timedelta(days=1), return_days=60), now=now)
    assert "60 days" not in page(client, order)


def test_a_claim_is_counted_to_its_version(client, order, now):
    policy = claims_policy_for("DK", now.date())
    claim = claimed(Parcel.objects.get(order=order), {1: 1}, now=now)
    Claim.objects.filter(pk=claim.id).update(policy=policy.name, policy_values=values_of(policy))
    assert "1 claim goes by it." in page(client, order)


def test_nobody_reads_another_orders(client, order):
    assert client.get(f"/order/{'x' * 22}/policies/").status_code == 404
