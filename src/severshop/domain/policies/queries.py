"""Which policy holds: the merchant's rows on top of what every shop starts with."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from severshop.domain.policies.delays import UNION
from severshop.domain.policies.kinds import FIRST, Kind, Policy, policy_from
from severshop.domain.policies.models import PolicyRow
from severshop.vocabulary.policies import ClaimsPolicy, ReturnsPolicy


def returns_policy_for(country: str, on: date) -> ReturnsPolicy:
    """Return the returns policy for an order to a country (ISO 3166-1) that was placed on a day."""
    return cast("ReturnsPolicy", in_force(policies(Kind.RETURNS), country=country, on=on))


def claims_policy_for(country: str, on: date) -> ClaimsPolicy:
    """Return the claims policy for an order to a country (ISO 3166-1) that was placed on a day."""
    return cast("ClaimsPolicy", in_force(policies(Kind.CLAIMS), country=country, on=on))


def policies(kind: Kind) -> tuple[Policy, ...]:
    """Return all policies of a kind. Of one region and day the merchant's own counts."""
    own = {
        (row.region, row.valid_from): policy_from(kind, row.values) for row in PolicyRow.objects.filter(kind=kind.value)
    }
    first = {(one.region, one.valid_from): one for one in FIRST[kind]}
    return tuple((first | own).values())


def in_force(known: Sequence[Policy], *, country: str, on: date) -> Policy:
    """Return the nearest region's newest policy that has begun; for what is older than all, the very first."""
    regions = (country, "EU" if country in UNION else "", "")
    begun = [one for one in known if one.region in regions and one.valid_from <= on]
    if begun:
        return min(begun, key=lambda one: (regions.index(one.region), -one.valid_from.toordinal()))
    return min((one for one in known if one.region in regions), key=lambda one: one.valid_from)
