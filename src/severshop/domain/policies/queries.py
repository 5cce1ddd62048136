"""Which policy holds: the merchant's rows on top of what every shop starts with.

What is read is kept in the process, and read again when the table has changed.
"""

from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max

from severshop.domain.policies.kinds import FIRST, Kind, Policy, policy_from
from severshop.domain.policies.models import PolicyRow
from severshop.domain.policies.rules import in_force
from severshop.vocabulary.policies import ClaimsPolicy, DelayPolicy, ReturnsPolicy

MOST_ANSWERS = 10_000
"""So many (kind, country, day) are kept at most: the days of a year for thirty countries."""


class _Kept(NamedTuple):
    policies: Mapping[Kind, tuple[Policy, ...]]
    answers: dict[tuple[Kind, str, date], Policy]
    stamp: Any
    looked_at: float


_kept: dict[str, _Kept] = {}


def returns_policy_for(country: str, on: date) -> ReturnsPolicy:
    """Return the returns policy for an order to a country (ISO 3166-1) that was placed on a day."""
    return cast("ReturnsPolicy", policy_for(Kind.RETURNS, country, on))


def delay_policy_for(country: str, on: date) -> DelayPolicy:
    """Return the delay policy for an order to a country (ISO 3166-1) that was placed on a day."""
    return cast("DelayPolicy", policy_for(Kind.DELAYS, country, on))


def claims_policy_for(country: str, on: date) -> ClaimsPolicy:
    """Return the claims policy for an order to a country (ISO 3166-1) that was placed on a day."""
    return cast("ClaimsPolicy", policy_for(Kind.CLAIMS, country, on))


def policy_for(kind: Kind, country: str, on: date) -> Policy:
    """Return the policy of a kind for an order to a country (ISO 3166-1) that was placed on a day."""
    kept, key = _now(), (kind, country, on)
    if (found := kept.answers.get(key)) is None:
        if len(kept.answers) >= MOST_ANSWERS:
            kept.answers.clear()
        found = kept.answers[key] = in_force(kept.policies[kind], country=country, on=on)  # type: ignore[type-var]
    return found


def policies(kind: Kind) -> tuple[Policy, ...]:
    """Return all policies of a kind. Of one region and day the merchant's own counts."""
    return _now().policies[kind]


def forget_policies() -> None:
    """Look anew at the next question: whoever has written calls it, so that the writer sees it at once."""
    _kept.clear()


def _now() -> _Kept:
    """Return the policies as they stand. Whether a row came or went is asked after `CALENDARS_FRESH_SECONDS`."""
    fresh_for = settings.CALENDARS_FRESH_SECONDS
    now, kept = monotonic(), _kept.get(connection.alias)
    if kept and now - kept.looked_at < fresh_for:
        return kept
    stamp = PolicyRow.objects.aggregate(Max("made_at"), Count("pk"))
    same = kept if kept and kept.stamp == stamp else None
    found = _Kept(same.policies, same.answers, stamp, now) if same else _Kept(_read(), {}, stamp, now)
    _kept[connection.alias] = found
    return found


def _read() -> Mapping[Kind, tuple[Policy, ...]]:
    known = {kind: {(one.region, one.valid_from): one for one in FIRST[kind]} for kind in Kind}
    for row in PolicyRow.objects.all():
        kind = Kind(row.kind)
        known[kind][row.region, row.valid_from] = policy_from(kind, row.values)
    return {kind: tuple(those.values()) for kind, those in known.items()}
