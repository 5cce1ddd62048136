"""From what a carrier's events mean to how a parcel was delivered."""

from collections.abc import Sequence

from severshop.domain.carriers.reading import ProofOfDelivery
from severshop.vocabulary.milestones import Milestone, Reason


def proof_of(meanings: Sequence[tuple[Milestone, Reason]], *, name: str = "", link: str = "") -> ProofOfDelivery | None:
    """Return the proof of a delivery, or None where there was none: a name alone may be somebody else's.

    Without any events (an answer that only holds the signature) the name itself is the proof.
    """
    deliveries = [reason for milestone, reason in meanings if milestone is Milestone.DELIVERED]
    if meanings and not deliveries:
        return None
    how = next((reason for reason in deliveries if reason), Reason.HANDED_OVER if name else Reason.NONE)
    return ProofOfDelivery(how, name, link) if how or name or link else None
