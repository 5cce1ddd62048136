"""The milestones with the reasons that go with them: what a foreign vocabulary is measured against."""

from typing import Final

from severshop.vocabulary.foreign.tables import Meaning
from severshop.vocabulary.milestones import Milestone, Reason

REASONS: Final[dict[Milestone, str]] = {
    Milestone.ACCEPTED: "origin",
    Milestone.IN_TRANSIT: "origin arrived departed destination_country rescheduled",
    Milestone.CUSTOMS: "cleared held inspection documents payment",
    Milestone.ATTEMPT_FAILED: "not_home closed address payment documents volume mechanical rescheduled",
    Milestone.PICKUP_READY: "pickup_point",
    Milestone.DELIVERED: "handed_over letter_box safe_place neighbour pickup_point",
    Milestone.DELAYED: "weather volume mechanical missorted late_flight address documents closed rescheduled",
    Milestone.ACTION_REQUIRED: "address payment documents",
    Milestone.REFUSED: "payment",
    Milestone.RETURNING: "address payment documents",
}
PAIRS: Final[tuple[Meaning, ...]] = tuple(
    (milestone, Reason(reason))
    for milestone in Milestone
    if milestone is not Milestone.UNKNOWN
    for reason in ("", *REASONS.get(milestone, "").split())
)
