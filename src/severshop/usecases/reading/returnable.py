"""What of an order can be returned now: asked by the page, and again by the use case under the order's lock."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, tzinfo

from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.returns.queries import returned_units
from severshop.domain.returns.rules import Possible, SoldLine, possible
from severshop.domain.shipping.queries import zone_of
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.claims import claimed_units
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.policies import ReturnsPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """The policy that holds for an order, and what of each line (by its position) can be announced."""

    policy: ReturnsPolicy
    zone: str
    """How the country lies to the warehouse, as policies name it."""
    possibles: dict[int, Possible]

    @property
    def is_any(self) -> bool:
        """Whether anything can be announced."""
        return any(can.units for can in self.possibles.values())


def returnable(story: OrderStory, *, today: date) -> Returnable:
    """Return what can be announced of an order; `today` is the date at the warehouse."""
    zone = shop_zone()
    order = story.order
    policy = returns_policy_for(order.country, order.placed_at.astimezone(zone).date())
    returned, claimed = Counter(returned_units(order.id)), Counter(claimed_units(story.claims))
    lines = {
        at: _sold(at, story, returned=returned[at], claimed=claimed[at])
        for at in (line.position for line in order.lines)
    }
    last_arrived = _last_arrived(list(lines.values()), zone)
    return Returnable(
        policy=policy,
        zone=zone_of(order.country),
        possibles={
            position: possible(
                line,
                policy=policy,
                arrived=line.delivered_at.astimezone(zone).date() if line.delivered_at else None,
                last_arrived=last_arrived,
                today=today,
            )
            for position, line in lines.items()
        },
    )


def returnable_of(order_id: uuid.UUID, *, today: date) -> Returnable:
    """Return the same for an order by its id. Raises `LookupError` for no order."""
    story = next(iter(tell([order_id], today=today)), None)
    if story is None:
        raise LookupError(order_id)
    return returnable(story, today=today)


def _sold(position: int, story: OrderStory, *, returned: int, claimed: int) -> SoldLine:
    line = next(line for line in story.order.lines if line.position == position)
    came = [parcel.facts for parcel in story.parcels if parcel.facts.delivered_at and position in parcel.facts.units]
    return SoldLine(
        position=position,
        quantity=line.quantity,
        cancelled=line.cancelled,
        delivered=sum(parcel.units[position] for parcel in came),
        delivered_at=max((parcel.delivered_at for parcel in came if parcel.delivered_at), default=None),
        returned=returned,
        claimed=claimed,
        kind=line.silhouette,
    )


def _last_arrived(lines: list[SoldLine], zone: tzinfo) -> date | None:
    """Return when the last piece came; none while one that is not cancelled has not."""
    if any(line.delivered < line.quantity - line.cancelled for line in lines):
        return None
    moments = [line.delivered_at for line in lines if line.delivered_at]
    return max(moments).astimezone(zone).date() if moments else None
