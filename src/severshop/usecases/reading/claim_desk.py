"""Claims as the staff see them: what waits, and one claim with all that is known and what each decision would do."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from severshop.domain.claims.queries import ClaimRecord, claim, waiting
from severshop.domain.inventory.queries import available, is_counted_here
from severshop.domain.payments.refunds import needs_second_person
from severshop.domain.returns.queries import ReturnRecord
from severshop.domain.tracking.reports import Proof
from severshop.usecases.claiming.amounts import parts_for, still_due
from severshop.usecases.claiming.settle_turn_up import return_of
from severshop.usecases.reading.staff_order import StaffOrder, staff_order
from severshop.usecases.status.claims import DECIDED_WITHIN_DAYS, ClaimStory, claim_stories
from severshop.usecases.status.parcels import ParcelStory
from severshop.vocabulary.claiming import TurnUp

__all__ = ["DECIDED_WITHIN_DAYS", "ClaimPage", "Piece", "claim_page", "waiting_claims"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line that is claimed. `due` units were not made good otherwise; `free` can be sent again, None if not known."""

    name: str
    variant: str
    sku: str
    claimed: int
    due: int
    free: int | None

    @property
    def is_there(self) -> bool:
        """Whether there is enough on the shelf to send it again."""
        return self.free is None or self.free >= self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A claim with its order. `refund_minor`: what a refund would pay; `back`: in which what turned up returns."""

    story: ClaimStory
    order: StaffOrder
    own: ParcelStory
    proof: Proof | None
    pieces: tuple[Piece, ...]
    refund_minor: int
    needs_second: bool
    """A second person would have to approve the refund."""
    back: ReturnRecord | None

    @property
    def claim(self) -> ClaimRecord:
        return self.story.claim

    @property
    def can_refund(self) -> bool:
        return self.refund_minor > 0

    @property
    def can_replace(self) -> bool:
        return any(piece.due for piece in self.pieces) and all(piece.is_there for piece in self.pieces)

    def news_since(self, moment: datetime) -> list[object]:
        """Return the scans that were heard of since, the newest first."""
        return [heard for heard in self.own.scans if heard.heard_at > moment]


def waiting_claims(limit: int) -> tuple[ClaimStory, ...]:
    """Return the claims to decide and the parcels that turned up, the longest-waiting first."""
    return claim_stories(waiting(limit))


def claim_page(claim_id: uuid.UUID, *, today: date, limit_minor: int) -> ClaimPage | None:
    """Return a claim, or None; `today` is the date at the warehouse, over `limit_minor` a second person approves."""
    found = claim(claim_id)
    order = staff_order(found.order_id, today=today) if found else None
    if found is None or order is None:
        return None
    own = next(one for one in order.story.parcels if one.parcel.id == found.parcel_id)
    due = still_due(found.order_id, found.units) if found.end is None else {}
    refund_minor = sum(part.amount_minor for part in parts_for(found.order_id, due)) if due else 0
    return ClaimPage(
        story=claim_stories([found])[0],
        order=order,
        own=own,
        proof=order.proofs.get(found.parcel_id),
        pieces=_pieces(found, order, due=due),
        refund_minor=refund_minor,
        needs_second=needs_second_person(refund_minor, by_staff=True, limit_minor=limit_minor),
        back=return_of(claim_id) if found.turn_up is TurnUp.SENT_BACK else None,
    )


def _pieces(found: ClaimRecord, order: StaffOrder, *, due: Mapping[int, int]) -> tuple[Piece, ...]:
    lines = [line for line in order.story.order.lines if line.position in found.units]
    free: Mapping[str, int] = available({line.sku for line in lines}) if is_counted_here(found.order_id) else {}
    return tuple(
        Piece(
            name=line.name,
            variant=line.variant,
            sku=line.sku,
            claimed=found.units[line.position],
            due=due.get(line.position, 0),
            free=free.get(line.sku),
        )
        for line in lines
    )
