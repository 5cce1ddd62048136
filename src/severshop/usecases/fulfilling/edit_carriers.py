"""The owner changes the carrier table. What is packed already keeps its carrier, and why."""

import uuid

import structlog
from django.db import transaction

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.shipping import actions
from severshop.domain.shipping.actions import NewCarrierRule, UnknownRuleError

__all__ = ["NewCarrierRule", "UnknownCarrierError", "UnknownRuleError", "add_rule", "change_rule", "remove_rule"]

log = structlog.get_logger()


class UnknownCarrierError(LookupError):
    """The shop does not speak to this carrier."""


@transaction.atomic
def add_rule(new: NewCarrierRule, *, by: uuid.UUID) -> int:
    """Add a line to the carrier table; return its id. Raises `UnknownCarrierError`."""
    _check_carrier(new)
    rule_id = actions.add_rule(new)
    log.info("carrier rule added", rule=rule_id, carrier=new.carrier, by=str(by))
    return rule_id


@transaction.atomic
def change_rule(rule_id: int, new: NewCarrierRule, *, by: uuid.UUID) -> None:
    """Write a line of the carrier table anew. Raises `UnknownCarrierError`, `UnknownRuleError`."""
    _check_carrier(new)
    actions.change_rule(rule_id, new)
    log.info("carrier rule changed", rule=rule_id, carrier=new.carrier, by=str(by))


@transaction.atomic
def remove_rule(rule_id: int, *, by: uuid.UUID) -> None:
    """Take a line out of the carrier table. Raises `UnknownRuleError`."""
    actions.remove_rule(rule_id)
    log.info("carrier rule removed", rule=rule_id, by=str(by))


def _check_carrier(new: NewCarrierRule) -> None:
    if new.carrier not in CARRIERS:
        raise UnknownCarrierError(new.carrier)
