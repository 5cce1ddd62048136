"""What the watch found to be otherwise than before: the contract between finding and acting."""

import uuid
from typing import NamedTuple

from severshop.domain.watch.rules import Verdict
from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.watching import Level
from severshop.vocabulary.windows import DeliveryWindow


class Revision(NamedTuple):
    """The dates that now hold for an order, and the how manieth they are; the first promise is 1."""

    version: int
    window: DeliveryWindow


class Change(NamedTuple):
    """A parcel, or the part of an order that has not left (`parcel_id` None), whose level or trouble is another now.

    `before` and `verdict.level` are None where nothing was, or is, wrong. `revision` is there where the order's dates
    were revised in the same run; several changes of one order then carry the same one. `story` already knows it.
    """

    order_id: uuid.UUID
    parcel_id: uuid.UUID | None
    before: Level | None
    verdict: Verdict
    story: OrderStory
    revision: Revision | None = None
