"""How a foreign vocabulary is written down, and how its tables are asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

UNKNOWN: Meaning = (Milestone.UNKNOWN, Reason.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A foreign vocabulary. `finer` says it for a milestone with its reason, `plain` for the milestone alone.

    A milestone that stands in neither has no word there.
    """

    ours: Mapping[str, Meaning]
    plain: Mapping[Milestone, str]
    finer: Mapping[Meaning, str] = field(default_factory=dict)

    def to_ours(self, code: str) -> Meaning:
        """Return what a foreign code means, or `UNKNOWN`."""
        return self.ours.get(code, UNKNOWN)

    def from_ours(self, milestone: Milestone, reason: Reason = Reason.NONE) -> str:
        """Return the foreign code that says it best, or an empty string where there is none."""
        return self.finer.get((milestone, reason)) or self.plain.get(milestone, "")
