"""What holds for an order: the policies of the day on which it was placed, and what its cases keep of theirs."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from severshop.domain.claims.queries import claims_of
from severshop.domain.orders.models import Address
from severshop.domain.policies.kinds import Kind, Policy, policy_from
from severshop.domain.policies.queries import policy_for
from severshop.domain.returns.queries import returns_of
from severshop.domain.shipping.queries import zone_of
from severshop.usecases.refresh_status import shop_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A policy that holds for an order, or only for cases of it (`is_of_order` is false).

    `returns` are the positions of the returns that keep it as it is here, `claims` how many claims do.
    """

    kind: Kind
    policy: Policy
    is_of_order: bool = True
    returns: tuple[int, ...] = ()
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPolicies:
    """An order's policies, by kind in the order of reading. `zone` is how its country lies to the warehouse."""

    country: str
    zone: str
    applied: tuple[Applied, ...]


def policies_of_order(order_id: uuid.UUID) -> OrderPolicies:
    """Return what holds for an order. Raises `LookupError` where there is none, or its address was deleted."""
    known = Address.objects.filter(order_id=order_id).values_list("country", "order__placed_at").first()
    if known is None:
        raise LookupError(order_id)
    country, placed_at = known
    day = placed_at.astimezone(shop_zone()).date()
    by_kind = {kind: [Applied(kind=kind, policy=policy_for(kind, country, day))] for kind in Kind}
    for kind, values, case in _kept(order_id):
        _count(by_kind[kind], kind, policy_from(kind, values), case)
    return OrderPolicies(
        country=country,
        zone=str(zone_of(country)),
        applied=tuple(one for applied in by_kind.values() for one in applied),
    )


def _kept(order_id: uuid.UUID) -> Iterator[tuple[Kind, Mapping[str, Any], int | None]]:
    """Yield what the order's cases keep, with the position of a return; without one for a claim."""
    for record in returns_of([order_id]).get(order_id, ()):
        yield Kind.RETURNS, record.policy, record.position
    for claim in claims_of([order_id]):
        yield Kind.CLAIMS, claim.policy_values, None


def _count(applied: list[Applied], kind: Kind, policy: Policy, case: int | None) -> None:
    """Count a case to the version that it keeps; add the version where it is another."""
    place = next((index for index, one in enumerate(applied) if one.policy == policy), len(applied))
    if place == len(applied):
        applied.append(Applied(kind=kind, policy=policy, is_of_order=False))
    one = applied[place]
    if case is None:
        applied[place] = replace(one, claims=one.claims + 1)
    else:
        applied[place] = replace(one, returns=(*one.returns, case))
