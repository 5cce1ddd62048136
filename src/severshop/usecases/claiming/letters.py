"""The letters that claims owe, as entries of the outbox; `usecases.notifying.claim_letters` writes them."""

from severshop.domain.claims.queries import ClaimRecord
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.infra.outbox.actions import NewEntry

RECEIVED = "claim_received"
DECIDED = "claim_decided"
FOUND = "claim_found"
TURNED_UP = "claim_turned_up"


def letter(found: ClaimRecord, kind: str) -> NewEntry:
    """Return a letter about a claim: one of each kind."""
    return NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:{kind}:{found.id}",
        order_id=found.order_id,
        payload={"kind": kind, "claim": str(found.id)},
    )
