"""What the desk's screens show: one return with what its next act would do, and what is still to come."""

import re
import uuid
from datetime import date, datetime
from typing import NamedTuple

from severshop.domain.inventory.queries import is_counted_here
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import OrderCard
from severshop.domain.payments.books import RefundRecord
from severshop.domain.returns.desk import desk_return, not_received
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.inspecting import may_deduct
from severshop.domain.returns.queries import ReturnRecord
from severshop.infra.ids import read_order_number
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.returning.complete import can_ask_again
from severshop.usecases.returning.found import policy_of
from severshop.usecases.returning.money import DueNow, due_now, refunds_for
from severshop.usecases.status.facts import tell
from severshop.usecases.status.returns import ReturnStory, settled_by
from severshop.vocabulary.policies import ReturnsPolicy
from severshop.vocabulary.returning import RestockGrade, ReturnState, Verdict, Wants

MOST_FOUND = 20
RETURN_NUMBER = re.compile(r"(?P<order>.+)-R(?P<place>[0-9]{1,4})")
"""As people say it: the order's number and the return's place."""


class DeskPage(NamedTuple):
    """One return as the desk sees it."""

    case: DeskReturn
    story: ReturnStory
    order: OrderCard
    policy: ReturnsPolicy
    due: DueNow
    refunds: tuple[RefundRecord, ...]
    to_the_shelf: int
    """Pieces that completing it would put on the shelf."""
    settle_by: date
    """By when the money must be on its way."""

    @property
    def can_ask_again(self) -> bool:
        """Whether money is due that a second person has refused."""
        return bool(self.due.parts) and can_ask_again(self.case)

    @property
    def deductible(self) -> frozenset[int]:
        """The lines (by position) for which less may be paid where they lost value."""
        return frozenset(line.position for line in self.case.lines if may_deduct(line.reason, self.policy))

    @property
    def exchanged(self) -> tuple[int, ...]:
        """The lines for which another pair is wanted."""
        return tuple(line.position for line in self.story.record.lines if line.wants is Wants.EXCHANGE)


class Expected(NamedTuple):
    """A return of which nothing was taken in yet."""

    record: ReturnRecord
    order_number: str
    state: ReturnState
    arrived_at: datetime | None
    """When its carrier brought it to our door."""
    carrier: str
    tracking_number: str


def desk_page(return_id: uuid.UUID, *, today: date) -> DeskPage | None:
    """Return one return, or None; `today` is the date at the warehouse."""
    case = desk_return(return_id)
    if case is None:
        return None
    order = tell([case.order_id], today=today)[0]
    story = next(one for one in order.returns if one.record.id == return_id)
    return DeskPage(
        case=case,
        story=story,
        order=order.order,
        policy=policy_of(case),
        due=due_now(return_id),
        refunds=refunds_for(case),
        to_the_shelf=_to_the_shelf(case),
        settle_by=settled_by(story, zone=shop_zone()),
    )


def expected(*, today: date, limit: int) -> tuple[Expected, ...]:
    """Return what is on its way or announced: first what has arrived and nobody took in, the longest-waiting first."""
    return _expected(list(not_received().order_by("requested_at").values_list("pk", "order_id")[:limit]), today=today)


def find(query: str, *, today: date) -> tuple[Expected, ...]:
    """Return the returns with this number, of an order with this number, or in a parcel with this one."""
    said = "".join(query.replace("\x00", "").split()).upper()
    typed = RETURN_NUMBER.fullmatch(said)
    number = read_order_number(typed["order"] if typed else said)
    order = Order.objects.filter(number=number).first() if number else None
    if order is None:
        return _by_parcel(said, today=today)
    stories = tell([order.pk], today=today)[0].returns
    wanted = [one for one in stories if not typed or one.record.position == int(typed["place"])]
    return tuple(_row(one, order.number) for one in wanted)


def _by_parcel(number: str, *, today: date) -> tuple[Expected, ...]:
    rows = not_received().model.objects.filter(parcel__tracking_number__iexact=number)
    return _expected(list(rows.values_list("pk", "order_id")[:MOST_FOUND]), today=today)


def _expected(wanted: list[tuple[uuid.UUID, uuid.UUID]], *, today: date) -> tuple[Expected, ...]:
    ids = {return_id for return_id, _order in wanted}
    stories = tell({order_id for _return, order_id in wanted}, today=today)
    rows = [_row(one, story.order.number) for story in stories for one in story.returns if one.record.id in ids]
    rows.sort(key=lambda row: (row.arrived_at is None, row.arrived_at or row.record.requested_at))
    return tuple(rows)


def _row(story: ReturnStory, order_number: str) -> Expected:
    parcel = story.parcel.parcel if story.parcel else None
    return Expected(
        record=story.record,
        order_number=order_number,
        state=story.state,
        arrived_at=story.facts.arrived_at,
        carrier=parcel.carrier if parcel else "",
        tracking_number=parcel.tracking_number if parcel else "",
    )


def _to_the_shelf(case: DeskReturn) -> int:
    if not is_counted_here(case.order_id):
        return 0
    return sum(
        found.quantity
        for line in case.lines
        for found in line.found
        if found.verdict is Verdict.ACCEPTED and found.grade is RestockGrade.SHELF
    )
