"""Which policies there are, and how each is kept as JSON and read again."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from severshop.domain.policies import claims, delays, returns
from severshop.vocabulary.policies import (
    Claim,
    ClaimsPolicy,
    Condition,
    DelayClaim,
    DelayPolicy,
    Payer,
    RefundWhen,
    Remedy,
    ReturnsPolicy,
    Source,
)

type Policy = ReturnsPolicy | DelayPolicy | ClaimsPolicy


class Kind(StrEnum):
    RETURNS = "returns"
    DELAYS = "delays"
    CLAIMS = "claims"


FIRST: Mapping[Kind, tuple[Policy, ...]] = {
    Kind.RETURNS: returns.POLICIES,
    Kind.DELAYS: delays.POLICIES,
    Kind.CLAIMS: claims.POLICIES,
}
"""What every shop starts with, from the code; the merchant's rows come on top."""


def values_of(policy: Policy) -> dict[str, Any]:
    """Return a policy ready for JSON: what a case keeps of it, and what a row holds."""
    return {field.name: _plain(getattr(policy, field.name)) for field in fields(policy)}


def kept(policy: Policy) -> dict[str, Any]:
    """Return what a case keeps of the policy that it goes by: its name and all that it says, ready for JSON."""
    return {"name": policy.name, "values": values_of(policy)}


def policy_from(kind: Kind, values: Mapping[str, Any]) -> Policy:
    """Return the policy that `values_of` wrote. Raises `KeyError`, `TypeError` or `ValueError` for what it did not."""
    known = dict(values) | {"valid_from": date.fromisoformat(values["valid_from"])}
    match kind:
        case Kind.RETURNS:
            return ReturnsPolicy(
                **known
                | {
                    "way_back_paid_by": {zone: Payer(payer) for zone, payer in values["way_back_paid_by"].items()},
                    "conditions": tuple(Condition(one) for one in values["conditions"]),
                    "final_sale": frozenset(values["final_sale"]),
                    "refund_when": RefundWhen(values["refund_when"]),
                    "sources": {Claim(claim): Source(**source) for claim, source in values["sources"].items()},
                }
            )
        case Kind.DELAYS:
            sources = {DelayClaim(claim): Source(**source) for claim, source in values["sources"].items()}
            return DelayPolicy(**known | {"sources": sources})
        case Kind.CLAIMS:
            return ClaimsPolicy(**known | {"remedies": tuple(Remedy(one) for one in values["remedies"])})


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Source():
            return {field.name: getattr(value, field.name) for field in fields(value)}
        case Mapping():
            return {str(_plain(key)): _plain(one) for key, one in value.items()}
        case frozenset() | tuple() | list():
            plain = [_plain(one) for one in value]
            return sorted(plain) if isinstance(value, frozenset) else plain
        case _:
            return value
