"""A parcel that turned round: FedEx calls its arrival at the shipper `DL`, delivered, as well."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from severshop.domain.carriers.fields import moment
from severshop.domain.carriers.reading import NotUnderstoodError
from severshop.vocabulary.milestones import Milestone


def turned_at(stamps: Iterable[str]) -> datetime | None:
    """Return when a parcel first turned round, by the stamps of those events; None where it did not."""
    moments: list[datetime] = []
    for stamp in stamps:
        with suppress(NotUnderstoodError):
            moments.append(moment(stamp)[0])
    return min(moments, default=None)


def where_to(milestone: Milestone, *, at: datetime, turned: datetime | None) -> Milestone:
    """Return `RETURNED` for a delivery after the parcel turned round, any other milestone as it is."""
    is_return = milestone is Milestone.DELIVERED and turned is not None and at > turned
    return Milestone.RETURNED if is_return else milestone
