"""Guessing passwords is slowed down, by account and by place."""

from datetime import timedelta

import pytest

from severshop.domain.customers.rules import GUESSING_WINDOW, TRIES_BY_ACCOUNT, TRIES_BY_ORIGIN
from severshop.infra.throttle.models import Tally
from severshop.usecases.account.guard_sign_in import TooOftenError, admit, forgive

pytestmark = pytest.mark.django_db


def test_an_account_rests_after_too_many_tries_whatever_the_place(now):
    for n in range(TRIES_BY_ACCOUNT):
        admit(email="wim@shop.example", origin=f"10.0.0.{n}", now=now)
    with pytest.raises(TooOftenError):
        admit(email=" WIM@shop.example", origin="10.0.0.99", now=now)
    admit(email="other@shop.example", origin="10.0.0.99", now=now)


def test_a_place_rests_after_too_many_tries_whatever_the_account(now):
    for n in range(TRIES_BY_ORIGIN):
        admit(email=f"{n}@shop.example", origin="10.0.0.1", now=now)
    with pytest.raises(TooOftenError):
        admit(email="fresh@shop.example", origin="10.0.0.1", now=now)


def test_refused_tries_do_not_prolong_the_rest(now):
    for _n in range(TRIES_BY_ACCOUNT):
        admit(email="wim@shop.example", origin="10.0.0.1", now=now)
    with pytest.raises(TooOftenError) as refused:
        admit(email="wim@shop.example", origin="10.0.0.1", now=now + GUESSING_WINDOW - timedelta(seconds=1))
    assert refused.value.until == now + GUESSING_WINDOW
    admit(email="wim@shop.example", origin="10.0.0.1", now=now + GUESSING_WINDOW)


def test_a_success_clears_the_account_and_keeps_what_its_place_did_elsewhere(now):
    for _n in range(TRIES_BY_ORIGIN - 1):
        admit(email=f"{_n}@shop.example", origin="10.0.0.1", now=now)
    for _n in range(3):
        admit(email="wim@shop.example", origin="10.0.0.1", now=now)
        forgive(email="wim@shop.example", origin="10.0.0.1")
    admit(email="wim@shop.example", origin="10.0.0.1", now=now)
    with pytest.raises(TooOftenError):
        admit(email="fresh@shop.example", origin="10.0.0.1", now=now)


def test_the_record_can_be_read_by_nobody(now):
    admit(email="wim@shop.example", origin="10.0.0.1", now=now)
    for key in Tally.objects.values_list("key", flat=True):
        assert "wim" not in key
        assert "10.0.0" not in key
