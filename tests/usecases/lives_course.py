"""A course of steps through an order's life: each step is done twice, and everything is looked at after it."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from severshop.domain.payments.books import refunds_of
from tests.usecases.buying.gateways import Gateway
from tests.usecases.lives import Life, Staff
from tests.usecases.paying.conftest import said

which = st.integers(0, 5)
"""One of several: of those that are there, counted around."""


class Course(RuleBasedStateMachine):
    """Every step is done twice: what was done is done once."""

    gateway: ClassVar[Gateway]
    staff: ClassVar[Staff]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        # As Django marks the block that a test is wrapped in: the shop's own are still refused to call out of.
        self.undone._from_testcase = True
        self.undone.__enter__()
        self.gateway.line.faults.clear()
        self.life = Life(self.gateway, self.staff)
        self.forms = (f"form-{number}" for number in itertools.count())
        self.life.check()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def step(self, do: Callable[[], Any], *refusals: type[Exception]) -> bool:
        """Do it, then again, which changes nothing; tell whether it was done. What is refused changes nothing."""
        before = self.life.digest()
        try:
            do()
        except refusals:
            assert self.life.digest() == before
            return False
        after = self.life.digest()
        with suppress(*refusals):
            do()
        assert self.life.digest() == after
        self.life.check()
        return True

    # helpers

    def order(self, number: int) -> Any:
        """One of the orders; mostly the first."""
        orders = self.life.orders()
        return orders[number % len(orders)]

    def refund(self, number: int) -> Any:
        refunds = refunds_of(self.life.id)
        return refunds[number % len(refunds)]

    def at_the_gateway(self, path: str, document: dict[str, object] | None = None) -> dict[str, Any]:
        answer = self.gateway.line.behind.post(path, json=document or {}, headers=said())
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
