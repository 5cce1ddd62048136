"""Which leg a scan belongs to, and what it means there. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from severshop.vocabulary.milestones import PAPER_ONLY, Milestone, Reason
from severshop.vocabulary.scans import Scan

HEARD_BEFORE = timedelta(days=14)
"""How long before a leg is opened its scans may lie: labels are made, and even collected, before we know the number.
A carrier gives no number away again this soon, so that what is older is another parcel's."""
HEARD_AFTER = timedelta(days=120)
"""How long after its opening a leg hears scans. Carriers recycle numbers after some months; no parcel is this long on
its way."""

SPEAKS_FOR: Final[Mapping[str, tuple[str, ...]]] = {"generic": ("generic", "canadapost", "royalmail")}
"""Through whose hook news of other carriers may come: of such as push nothing, for which somebody else speaks."""

COMES_BACK = frozenset({Milestone.DELIVERED, Milestone.RETURNED})


class KnownLeg(NamedTuple):
    """A leg that a number belongs to, or belonged to."""

    id: uuid.UUID
    order_id: uuid.UUID
    parcel_id: uuid.UUID
    opened_at: datetime
    closed_at: datetime | None
    is_return: bool

    def hears(self, moment: datetime) -> bool:
        """Tell whether a scan of this moment can be this leg's."""
        if self.closed_at is not None and moment > self.closed_at:
            return False
        return -HEARD_BEFORE <= moment - self.opened_at <= HEARD_AFTER


def heard_of(carrier: str) -> tuple[str, ...]:
    """Return the carriers whose parcels a carrier's messages may be about: its own, and those that it speaks for."""
    return SPEAKS_FOR.get(carrier, (carrier,))


def speakers_for(carrier: str) -> tuple[str, ...]:
    """Return the carriers through whose messages news of a carrier's parcels may come."""
    return (carrier, *(speaker for speaker, spoken in SPEAKS_FOR.items() if carrier in spoken and speaker != carrier))


def leg_of(moment: datetime, legs: Iterable[KnownLeg]) -> KnownLeg | None:
    """Return the leg of a number that a scan of this moment belongs to: of those that can hear it, the newest."""
    hearing = [leg for leg in legs if leg.hears(moment)]
    return max(hearing, key=lambda leg: (leg.opened_at, leg.id)) if len(hearing) > 1 else next(iter(hearing), None)


def as_heard(scan: Scan, leg: KnownLeg) -> Scan:
    """Return what a scan means for the shopper: on the way back, a delivery is one to us."""
    if not leg.is_return or scan.milestone in PAPER_ONLY:
        return scan
    is_back = scan.milestone in COMES_BACK
    return scan._replace(milestone=Milestone.RETURNED if is_back else Milestone.RETURNING, reason=Reason.NONE)
