"""What was withdrawn from and has arrived comes back as a return like any other, with its label and its way."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.announce_return import Announcement, announce_return
from severshop.usecases.reading.returnable import returnable
from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.returning import AnnouncedBy, ReturnReason


class Announced(NamedTuple):
    """Units by the line's position, and the return that they come back in."""

    units: dict[int, int]
    return_id: uuid.UUID


def announce_back(
    withdrawal_id: uuid.UUID, story: OrderStory, units: Mapping[int, int], *, today: date, now: datetime
) -> Announced | None:
    """Announce as one return what has arrived of the units; None where nothing of them can be announced.

    In the caller's transaction and lock. What can come back for a fault alone is left to people: the law knows no
    such articles.
    """
    can = returnable(story, today=today).possibles
    arrived = {
        line: min(count, can[line].units) for line, count in units.items() if line in can and not can[line].only_faulty
    }
    arrived = {line: count for line, count in arrived.items() if count}
    if not arrived:
        return None
    wish = Announcement(
        order_id=story.order.id,
        lines={line: Chosen(count, ReturnReason.UNWANTED) for line, count in arrived.items()},
        form=f"withdrawal:{withdrawal_id}",
        announced_by=AnnouncedBy.WITHDRAWAL,
    )
    return Announced(arrived, announce_return(wish, now=now).id)
