"""Who may do what, and when guessing stops."""

import pytest

from severshop.domain.customers.rules import TRIES_BY_ACCOUNT, TRIES_BY_ORIGIN, may, may_try
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


@pytest.mark.parametrize(
    ("by_account", "by_origin", "expected"),
    [
        (TRIES_BY_ACCOUNT, TRIES_BY_ORIGIN, True),
        (TRIES_BY_ACCOUNT + 1, 1, False),
        (1, TRIES_BY_ORIGIN + 1, False),
    ],
)
def test_guessing_stops_at_either_limit(by_account, by_origin, expected):
    assert may_try(by_account=by_account, by_origin=by_origin) is expected
