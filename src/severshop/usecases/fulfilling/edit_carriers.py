"""The owner changes the carrier table. What is packed already keeps its carrier, and why."""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.shipping import actions
from severshop.domain.shipping.actions import NewCarrierRule, UnknownRuleError

__all__ = ["NewCarrierRule", "UnknownCarrierError", "UnknownRuleError", "add_rule", "change_rule", "remove_rule"]


class UnknownCarrierError(LookupError):
    """The shop does not speak to this carrier."""


@transaction.atomic
def add_rule(new: NewCarrierRule, *, by: uuid.UUID, now: datetime) -> int:
    """Add a line to the carrier table; return its id. Raises `UnknownCarrierError`."""
    _check_carrier(new)
    rule_id = actions.add_rule(new)
    _note("write carrier rule", rule_id, by=by, now=now, carrier=new.carrier)
    return rule_id


@transaction.atomic
def change_rule(rule_id: int, new: NewCarrierRule, *, by: uuid.UUID, now: datetime) -> None:
    """Write a line of the carrier table anew. Raises `UnknownCarrierError`, `UnknownRuleError`."""
    _check_carrier(new)
    actions.change_rule(rule_id, new)
    _note("write carrier rule", rule_id, by=by, now=now, carrier=new.carrier)


@transaction.atomic
def remove_rule(rule_id: int, *, by: uuid.UUID, now: datetime) -> None:
    """Take a line out of the carrier table. Raises `UnknownRuleError`."""
    actions.remove_rule(rule_id)
    _note("remove carrier rule", rule_id, by=by, now=now)


def _note(act: str, rule_id: int, *, by: uuid.UUID, now: datetime, **detail: str) -> None:
    note(act, by=by, at=now, about=f"carrier rule {rule_id}", detail=detail)


def _check_carrier(new: NewCarrierRule) -> None:
    if new.carrier not in CARRIERS:
        raise UnknownCarrierError(new.carrier)
