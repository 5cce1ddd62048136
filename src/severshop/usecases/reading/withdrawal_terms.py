"""What the returns policy says of withdrawing from an order, and what there is to withdraw from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from severshop.domain.policies.queries import returns_policy_for
from severshop.domain.policies.rules import withdraw_until
from severshop.domain.promises.queries import holidays_of
from severshop.domain.returns.queries import returned_units
from severshop.domain.withdrawals.queries import withdrawals_of
from severshop.domain.withdrawals.rules import Deadlines, Line, deadlines
from severshop.usecases.fulfilling.answer_requests import left_to_cancel
from severshop.usecases.status.claims import claimed_units
from severshop.usecases.status.facts import OrderStory
from severshop.vocabulary.policies import ReturnsPolicy
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.withdrawing import Step

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for an order. Days are those of the place where it was delivered, or of the warehouse."""

    policy: ReturnsPolicy
    last_day: date | None
    """The last day to withdraw; none while something is still to come: the time has not begun."""
    if_today: Deadlines
    """By when things must be done for what is declared today."""


def terms_of(story: OrderStory, *, today: date) -> Terms:
    """Return what holds for an order by the policy of the day on which it was placed."""
    policy = returns_policy_for(story.order.country, story.order.placed_at.date())
    return Terms(policy=policy, last_day=_last_day(story, policy), if_today=deadlines_of(policy, declared_on=today))


def deadlines_of(policy: ReturnsPolicy, *, declared_on: date) -> Deadlines:
    """Return by when things must be done for what was declared on a day."""
    return deadlines(declared_on, send_back_days=policy.send_back_days, refund_days=policy.refund_days)


def lines_of(story: OrderStory) -> tuple[Line, ...]:
    """Return the order's lines as far as withdrawing goes."""
    here, gone = left_to_cancel(story), _coming_back(story)
    return tuple(
        Line(
            position=line.position,
            quantity=line.quantity,
            cancelled=line.cancelled,
            here=here.get(line.position, 0),
            withdrawn=gone.get(line.position, 0),
        )
        for line in story.order.lines
    )


def _last_day(story: OrderStory, policy: ReturnsPolicy) -> date | None:
    arrived = [parcel.stage.delivered_at for parcel in story.parcels if parcel.stage.delivered_at]
    if story.state.status is not OrderStatus.DELIVERED or not arrived:
        return None
    country, region = story.order.country, story.order.region

    def is_open(day: date) -> bool:
        return day.weekday() < SATURDAY and day not in holidays_of(country, region=region, year=day.year)

    return withdraw_until(max(moment.date() for moment in arrived), policy=policy, is_open=is_open)


def _coming_back(story: OrderStory) -> dict[int, int]:
    """Return the units of each line that come back already, because of withdrawals too, or were made good."""
    order_id = story.order.id
    gone = dict(Counter(returned_units(order_id)) + Counter(claimed_units(story.claims)))
    for record in withdrawals_of([order_id]):
        for step in (Step.SEND_BACK, Step.SEND_BACK_INSTEAD):
            for position, count in record.units_in(step).items():
                gone[position] = gone.get(position, 0) + count
    return gone
