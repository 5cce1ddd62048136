"""The letters that claims owe, as entries of the outbox. They are owed: nobody can turn them off."""

import uuid
from enum import StrEnum

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.infra.outbox.actions import NewEntry


class ClaimMail(StrEnum):
    """What a letter about a claim tells; its kind in the outbox."""

    RECEIVED = "claim_received"
    DECIDED = "claim_decided"
    FOUND = "claim_found"
    """The parcel was found before anything was given: the claim has ended."""
    TURNED_UP = "claim_turned_up"
    """The parcel arrived after it was made good."""
    SEND_BACK = "claim_send_back"
    """How what turned up comes back, at our cost."""
    KEEP = "claim_keep"
    """What turned up may be kept."""


def about_a_claim(kind: ClaimMail, *, claim_id: uuid.UUID, order_id: uuid.UUID) -> NewEntry:
    """Return a letter about a claim: one of each kind."""
    return NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:{kind}:{claim_id}",
        order_id=order_id,
        payload={"kind": kind.value, "claim": str(claim_id)},
    )
