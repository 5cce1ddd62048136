"""The policies as their editors see them: what holds, what comes, what was; who wrote it and when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.policies.kinds import FIRST, Kind, Policy, policy_from
from severshop.domain.policies.models import PolicyRow


class KeptPolicy(NamedTuple):
    """A policy. One that every shop starts with has no `id`, and nobody wrote it."""

    policy: Policy
    id: int | None = None
    because: str = ""
    made_at: datetime | None = None
    made_by: str = ""

    def may_go(self, today: date) -> bool:
        """Tell whether it may be removed: only a row that has not begun, so that the past stays as it was."""
        return self.id is not None and self.policy.valid_from > today


class Line(NamedTuple):
    """All policies of one region: what holds today, what comes (the soonest first), what was (the latest first)."""

    region: str
    now: KeptPolicy | None
    coming: tuple[KeptPolicy, ...]
    past: tuple[KeptPolicy, ...]


def lines(kind: Kind, *, today: date) -> tuple[Line, ...]:
    """Return the policies of a kind by region: that for everywhere else last."""
    kept = {(one.region, one.valid_from): KeptPolicy(one) for one in FIRST[kind]}
    for row in PolicyRow.objects.filter(kind=kind.value).select_related("made_by"):
        kept[row.region, row.valid_from] = _kept(kind, row)
    by_region: defaultdict[str, list[KeptPolicy]] = defaultdict(list)
    for (region, _day), one in sorted(kept.items(), reverse=True):
        by_region[region].append(one)
    return tuple(_line(region, by_region[region], today=today) for region in sorted(by_region, key=_order))


def kept_policy(kind: Kind, row_id: int) -> KeptPolicy | None:
    """Return the merchant's row of a kind, or None."""
    row = PolicyRow.objects.filter(kind=kind.value, pk=row_id).select_related("made_by").first()
    return _kept(kind, row) if row else None


def is_taken(kind: Kind, region: str, day: date) -> bool:
    """Tell whether the merchant has written a row of this region and day already."""
    return PolicyRow.objects.filter(kind=kind.value, region=region, valid_from=day).exists()


def _order(region: str) -> tuple[bool, bool, str]:
    return region == "", region != "EU", region


def _line(region: str, newest_first: Iterable[KeptPolicy], *, today: date) -> Line:
    those = list(newest_first)
    begun = [one for one in those if one.policy.valid_from <= today]
    coming = tuple(one for one in reversed(those) if one.policy.valid_from > today)
    return Line(region, begun[0] if begun else None, coming, tuple(begun[1:]))


def _kept(kind: Kind, row: PolicyRow) -> KeptPolicy:
    by = row.made_by
    return KeptPolicy(
        policy_from(kind, row.values), row.pk, row.because, row.made_at, (by.name or str(by)) if by else ""
    )
