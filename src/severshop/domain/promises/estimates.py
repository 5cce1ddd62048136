"""The days that carriers named for parcels, as they were told."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.promises.models import CarrierEstimate
from severshop.infra.db.bulk import IGNORE, insert


class NewEstimate(NamedTuple):
    """A day that a carrier named for a parcel at a moment."""

    order_id: uuid.UUID
    parcel_id: uuid.UUID
    carrier: str
    told_at: datetime
    estimate: date


def keep_estimates(estimates: Sequence[NewEstimate]) -> None:
    """Keep what is not known yet; of two days told of a parcel at one moment the first."""
    insert(CarrierEstimate, NewEstimate._fields, estimates, then=IGNORE)
