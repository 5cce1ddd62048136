"""Accounts of staff, and the record of who tries to sign in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from severshop.domain.customers.actions import TooManyTriesError, forget_tries, make_staff, record_try
from severshop.domain.customers.models import SignInAttempt, StaffRole, User
from severshop.domain.customers.queries import roles_of
from severshop.domain.customers.rules import GUESSING_WINDOW, TRIES_BY_ACCOUNT, TRIES_BY_ORIGIN
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db


def staff(**changes):
    return make_staff(
        **({"email": "Wim@Shop.Example", "name": "Wim", "password": "long-enough", "roles": [Role.SUPPORT]} | changes)
    )


def test_a_member_of_staff_holds_exactly_the_roles_that_were_given():
    user = staff(roles=[Role.WAREHOUSE, Role.SUPPORT])
    assert user.email == "wim@shop.example"
    assert user.check_password("long-enough")
    assert roles_of(user) == {Role.WAREHOUSE, Role.SUPPORT}


def test_making_staff_again_changes_the_same_account():
    first = staff()
    again = staff(roles=[Role.FINANCE], password="another-password")
    assert again.pk == first.pk
    assert User.objects.count() == 1
    assert roles_of(again) == {Role.FINANCE}
    assert again.check_password("another-password")


def test_an_unchanged_password_keeps_the_session_hash():
    assert staff().password == staff().password


def test_strangers_shoppers_and_people_who_left_hold_no_role():
    user = staff(roles=list(Role))
    user.is_active = False
    shopper = User.objects.create_user("ada@example.com", "long-enough")
    StaffRole.objects.create(user=shopper, role=Role.OWNER)
    for somebody in (AnonymousUser(), user, shopper):
        assert roles_of(somebody) == frozenset()


def test_an_unknown_role_cannot_be_written():
    user = staff()
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.create(user=user, role="emperor")


def test_two_accounts_cannot_share_an_address_in_another_case():
    staff()
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="WIM@shop.example").save()


def test_an_account_rests_after_too_many_tries_whatever_the_address(now):
    for n in range(TRIES_BY_ACCOUNT):
        record_try(email="wim@shop.example", origin=f"10.0.0.{n}", now=now)
    with pytest.raises(TooManyTriesError):
        record_try(email=" WIM@shop.example", origin="10.0.0.99", now=now)
    record_try(email="other@shop.example", origin="10.0.0.99", now=now)


def test_an_address_rests_after_too_many_tries_whatever_the_account(now):
    for n in range(TRIES_BY_ORIGIN):
        record_try(email=f"{n}@shop.example", origin="10.0.0.1", now=now)
    with pytest.raises(TooManyTriesError):
        record_try(email="fresh@shop.example", origin="10.0.0.1", now=now)


def test_refused_tries_do_not_prolong_the_rest(now):
    for _n in range(TRIES_BY_ACCOUNT):
        record_try(email="wim@shop.example", origin="10.0.0.1", now=now)
    later = now + GUESSING_WINDOW - timedelta(seconds=1)
    with pytest.raises(TooManyTriesError):
        record_try(email="wim@shop.example", origin="10.0.0.1", now=later)
    record_try(email="wim@shop.example", origin="10.0.0.1", now=now + GUESSING_WINDOW)


def test_a_success_clears_the_account_and_keeps_what_its_address_did_elsewhere(now):
    record_try(email="victim@shop.example", origin="10.0.0.1", now=now)
    record_try(email="wim@shop.example", origin="10.0.0.2", now=now)
    attempt = record_try(email="wim@shop.example", origin="10.0.0.1", now=now)
    forget_tries(attempt, email="wim@shop.example", now=now)
    assert SignInAttempt.objects.count() == 1


def test_the_record_can_be_read_by_nobody(now):
    record_try(email="wim@shop.example", origin="10.0.0.1", now=now)
    row = SignInAttempt.objects.get()
    assert "wim" not in row.account
    assert "10.0.0" not in row.origin
