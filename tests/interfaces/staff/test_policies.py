"""The policies on the screen: all staff see them; an owner changes them and sees first what shoppers will read."""

import re
from datetime import UTC, datetime

import pytest

from severshop.domain.policies.forms import FORMS
from severshop.domain.policies.kinds import Kind
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.policy_form import Offer
from severshop.domain.policies.queries import policies
from severshop.domain.shipping.actions import load_shipping
from severshop.infra import clock
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

PAGE = "/staff/policies/"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shop(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_shipping()


@pytest.fixture
def owner(as_role):
    return as_role(Role.OWNER)


def said(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#39;", "'").split())


def seen(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def filled(kind, *, region="EU", **changes):
    form = FORMS[kind](today=NOW.date(), known=policies(kind), offer=Offer(), region=region)
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: one for name, one in (begun | changes).items() if one is not None and one is not False}


def write(owner, kind, **changes):
    data = filled(kind, **changes)
    shown = owner.post(f"{PAGE}{kind}/add/", data | {"step": "show"})
    assert shown.status_code == 200, said(shown)
    return owner.post(f"{PAGE}{kind}/add/", data | {"step": "save", "seen": seen(shown)}, follow=True)


def test_all_staff_see_what_holds_and_change_nothing(support):
    page = support.get(PAGE)
    text = said(page)
    assert "Everywhere else" in text
    assert "You have 14 days from the day the last piece arrives to change your mind, without a reason." in text
    assert "If it cannot leave in time we ask you first: wait, or cancel for a full refund." in text
    assert "since Thu 1 January 2026 · what every shop begins with" in text
    assert "/add/" not in page.content.decode()
    assert support.get(f"{PAGE}returns/add/").status_code == 403


def test_what_shoppers_will_read_is_shown_before_it_is_saved(owner):
    data = filled(Kind.RETURNS, return_days=30, valid_from="2026-12-01", because="as others do")
    shown = owner.post(f"{PAGE}returns/add/", data | {"step": "show"})
    page = said(shown)
    assert not PolicyRow.objects.exists()
    assert "For orders that are placed from Tue 1 December 2026 on. Where to: European Union." in page
    assert "Days to send it back, of your own accord 0 30" in page
    assert "Before: You have 14 days from the day the last piece arrives" in page
    assert "After: You can send it back within 30 days of its arrival, without a reason." in page
    saved = owner.post(f"{PAGE}returns/add/", data | {"step": "save", "seen": seen(shown)}, follow=True)
    assert "Saved." in said(saved)
    row = PolicyRow.objects.get()
    assert (row.region, row.values["return_days"], row.because, row.made_at) == ("EU", 30, "as others do", NOW)
    text = said(owner.get(PAGE))
    assert "From Tue 1 December 2026" in text
    assert "Sam owner, just now · as others do" in text


def test_a_time_shorter_than_the_laws_is_refused_with_its_article(owner):
    answer = owner.post(f"{PAGE}returns/add/", filled(Kind.RETURNS, withdrawal_days=7) | {"step": "show"})
    assert answer.status_code == 400
    assert "at least 14 (Directive 2011/83/EU, Art. 9(1)). Write 14 or more." in said(answer)


def test_what_was_changed_after_looking_is_shown_again_first(owner):
    data = filled(Kind.CLAIMS, region="", late_after_days=5)
    token = seen(owner.post(f"{PAGE}claims/add/", data | {"step": "show"}))
    again = owner.post(f"{PAGE}claims/add/", data | {"late_after_days": 3, "step": "save", "seen": token})
    assert "Something was changed after you looked" in said(again)
    assert not PolicyRow.objects.exists()


def test_the_row_for_everywhere_else_says_where_it_changes_nothing(owner):
    data = filled(Kind.DELAYS, region="", claim_days=5)
    page = said(owner.post(f"{PAGE}delays/add/", data | {"step": "show"}))
    assert "nothing where a nearer row holds: European Union, United Kingdom and United States." in page


def test_the_same_day_twice_is_said(owner):
    write(owner, Kind.RETURNS, return_days=30)
    again = owner.post(f"{PAGE}returns/add/", filled(Kind.RETURNS, return_days=60) | {"step": "show"})
    assert again.status_code == 400
    assert "A row for that day exists." in said(again)


def test_a_row_is_removed_until_it_has_begun(owner, monkeypatch):
    write(owner, Kind.RETURNS, return_days=30, valid_from="2026-12-01")
    row = PolicyRow.objects.get()
    assert "within 30 days" in said(owner.get(f"{PAGE}returns/{row.pk}/remove/"))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    for answer in (owner.get, owner.post):
        assert "This row has begun: it stays." in said(answer(f"{PAGE}returns/{row.pk}/remove/", follow=True))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert "Removed." in said(owner.post(f"{PAGE}returns/{row.pk}/remove/", follow=True))
    assert "removed already" in said(owner.post(f"{PAGE}returns/{row.pk}/remove/", follow=True))
    assert owner.get(f"{PAGE}returns/{row.pk}/remove/").status_code == 404
    assert owner.get(f"{PAGE}nothing/add/").status_code == 404


def test_the_log_says_who_did_it_and_that_the_seals_fit(owner, support):
    assert support.get("/staff/audit/").status_code == 403
    assert "Nobody has done anything yet." in said(owner.get("/staff/audit/"))
    write(owner, Kind.RETURNS, return_days=30, valid_from="2026-12-01")
    page = said(owner.get("/staff/audit/"))
    assert "Wrote a policy · Sam owner" in page
    assert "returns eu 2026-12-01" in page
    assert "Nothing is sealed yet" in page
