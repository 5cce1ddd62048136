"""Accounts of staff."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from severshop.domain.customers.actions import make_staff
from severshop.domain.customers.models import StaffRole, User
from severshop.domain.customers.queries import roles_of
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
