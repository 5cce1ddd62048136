"""Who may do what."""

import pytest

from severshop.domain.customers.rules import may
from severshop.vocabulary.roles import Role


def test_an_owner_may_do_everything():
    for role in Role:
        assert may({Role.OWNER}, needed={role})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_a_role_may_do_its_own_work_only(role):
    assert may({role}, needed={role})
    assert not may({role}, needed=set(Role) - {role})
    assert not may({role}, needed={Role.OWNER})


def test_nobody_may_do_nothing():
    assert not may(set(), needed=set(Role))
