"""The claims in an order's public JSON as typed values. Their fields: docs/reference/status-json.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from severshop.vocabulary.claiming import ClaimKind, ClaimState, TurnUp
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.windows import DeliveryWindow

SETTLED_FOR_NOTHING = frozenset(
    {ClaimState.REFUSED, ClaimState.FOUND, ClaimState.WITHDRAWN, ClaimState.REPLACEMENT_CANCELLED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFact:
    """A claim in the public JSON. Units by the line's position."""

    parcel: int
    kind: ClaimKind
    wish: Remedy
    state: ClaimState
    steps: tuple[tuple[ClaimState, datetime], ...]
    next_code: str
    """Empty when nothing is expected any more."""
    next_by: date | None
    units: Mapping[int, int]
    replacement: str
    """The number of the order that is sent instead; empty where there is none."""
    window: DeliveryWindow | None
    turned_up_at: datetime | None
    turn_up: TurnUp | None

    @property
    def stands(self) -> bool:
        """Whether something was given, or is still to be decided."""
        return self.state not in SETTLED_FOR_NOTHING


def read_claims(raw: Sequence[Mapping[str, Any]]) -> tuple[ClaimFact, ...]:
    """Return the claims of a public JSON; those of which this version does not know a word are left out."""
    return tuple(
        _fact(one)
        for one in raw
        if one["state"] in set(ClaimState) and one["kind"] in set(ClaimKind) and one["wish"] in set(Remedy)
    )


def _fact(raw: Mapping[str, Any]) -> ClaimFact:
    sent = raw["replacement"] or {}
    known = [step for step in raw["steps"] if step["state"] in set(ClaimState)]
    expected = raw["next"] or {}
    return ClaimFact(
        parcel=raw["parcel"],
        kind=ClaimKind(raw["kind"]),
        wish=Remedy(raw["wish"]),
        state=ClaimState(raw["state"]),
        steps=tuple((ClaimState(step["state"]), datetime.fromisoformat(step["at"])) for step in known),
        next_code=expected.get("code", ""),
        next_by=date.fromisoformat(expected["by"]) if expected.get("by") else None,
        units={item["line"]: item["quantity"] for item in raw["items"]},
        replacement=sent.get("number", ""),
        window=DeliveryWindow(date.fromisoformat(sent["earliest"]), date.fromisoformat(sent["latest"]))
        if sent.get("latest")
        else None,
        turned_up_at=datetime.fromisoformat(raw["turned_up_at"]) if raw["turned_up_at"] else None,
        turn_up=TurnUp(raw["turn_up"]) if raw["turn_up"] in set(TurnUp) else None,
    )
