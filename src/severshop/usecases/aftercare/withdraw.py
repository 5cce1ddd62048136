"""Withdrawing from the contract: taken in once, kept for good, a receipt owed at once, and what follows from it.

Directive 2011/83/EU, Art. 11a: without sign-in and without a reason. One transaction, under the order's lock. What
has not left is called off, what has left is to come back; whatever cannot be settled by a rule waits for a person.
Nothing tells a stranger whether there is such an order.
"""

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.models import Order
from severshop.domain.withdrawals.actions import Said, add_step, write_down
from severshop.domain.withdrawals.queries import WithdrawalRecord, withdrawal, withdrawal_by_form
from severshop.domain.withdrawals.rules import (
    Line,
    NotInOrderError,
    Plan,
    all_left,
    check_units,
    is_late,
    plan,
    receipt_key,
)
from severshop.infra.ids import read_order_number
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use
from severshop.usecases.aftercare.cancel_order import RequestOpenError, Wish, ask_to_cancel
from severshop.usecases.aftercare.withdrawn_returns import announce_back
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.reading.withdrawal_terms import lines_of, terms_of
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.status.facts import OrderStory, tell
from severshop.vocabulary.cancelling import CancelReason, RequestState
from severshop.vocabulary.withdrawing import Step, Via, WhyPeople

__all__ = ["NotInOrderError", "Statement", "TooOftenError", "WithdrawalRecord", "carry_out", "withdraw"]

WITHDRAWAL_RECEIPT = "withdrawal_receipt"
HOUR = timedelta(hours=1)
BY_ORIGIN = 20
"""In an hour, from one network address: a household or an office shares one."""
BY_EMAIL = 6
"""In an hour, to one address: nobody's letter box is filled from here."""
BY_ORDER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody declares. `order_id` from the order's own page, whose address is used then; else as typed.

    `units` by the line's position, or none for the whole order; `words` describe the part where lines are not known.
    """

    form: str
    name: str
    language: str
    order_id: uuid.UUID | None = None
    number: str = ""
    email: str = ""
    units: Mapping[int, int] | None = None
    words: str = ""

    @property
    def key(self) -> str:
        """Return what makes it one: the form with what was said in it, so that a form seen elsewhere opens nothing."""
        units = sorted(self.units.items()) if self.units is not None else None
        said = (self.form, self.order_id, self.name, self.number, self.email, units, self.words)
        return hashlib.sha256(repr(said).encode()).hexdigest()


@transaction.atomic
def withdraw(said: Statement, *, origin: str, now: datetime) -> WithdrawalRecord:
    """Take a withdrawal in, owe the receipt, and do what follows. The same form again changes nothing.

    Raises `TooOftenError`, and `NotInOrderError` for units that the order does not have (any more).
    """
    if known := withdrawal_by_form(said.key):
        return known
    order = _order(said)
    _count(said, order, origin=origin, now=now)
    if order:
        lock_known_orders([order.pk])
    # The same form may have come through while this one waited for a lock: of its order, or of its count.
    if known := withdrawal_by_form(said.key):
        return known
    story = tell([order.pk], today=_today(now))[0] if order else None
    lines = lines_of(story) if story else ()
    units = _units(said, lines)
    withdrawal_id = _write(said, order, units, is_whole=_is_whole(said, units, lines), now=now)
    _owe_receipts(withdrawal_id, said, order, now=now)
    why = _why_people(said, order, story, units, now=now)
    if why:
        add_step(withdrawal_id, Step.FOR_PEOPLE, now=now, detail={"why": why.value})
    elif story:
        _follow(withdrawal_id, story, plan(units, lines), now=now)
    if order:
        refresh_locked([order.pk], now=now)
    return _known(withdrawal_id)


def carry_out(record: WithdrawalRecord, *, order_id: uuid.UUID, by: uuid.UUID, now: datetime) -> Plan:
    """Do what follows from a withdrawal that a person has looked at, in the caller's transaction and lock.

    It means all that is left of the order where no lines were chosen. Returns what was done.
    """
    story = tell([order_id], today=_today(now))[0]
    lines = lines_of(story)
    left = all_left(lines)
    units = {position: min(count, left.get(position, 0)) for position, count in record.units.items()}
    todo = plan(units if record.units and record.order_id == order_id else left, lines)
    _follow(record.id, story, todo, now=now, by=by)
    refresh_locked([order_id], now=now)
    return todo


def _order(said: Statement) -> Order | None:
    if said.order_id:
        return Order.objects.get(pk=said.order_id)
    number = read_order_number(said.number)
    return Order.objects.filter(number=number).first() if number else None


def _count(said: Statement, order: Order | None, *, origin: str, now: datetime) -> None:
    limits = [
        Limit(f"withdraw origin {origin}", BY_ORIGIN, HOUR),
        Limit(f"withdraw order {order.pk if order else said.number.strip().upper()}", BY_ORDER, HOUR),
    ]
    if not said.order_id:
        limits.append(Limit(f"withdraw email {said.email.strip().casefold()}", BY_EMAIL, HOUR))
    count_use(limits, now=now)


def _units(said: Statement, lines: tuple[Line, ...]) -> dict[int, int]:
    """Return the units that are meant, as far as that is known."""
    if said.units is not None and said.order_id:
        return check_units(said.units, lines)
    return {} if said.words else all_left(lines)


def _is_whole(said: Statement, units: Mapping[int, int], lines: tuple[Line, ...]) -> bool:
    """Tell whether the whole order was named: by lines that is every piece of it, by words it is none."""
    if said.units is None:
        return not said.words
    return all(units.get(line.position, 0) == line.quantity for line in lines)


def _write(
    said: Statement, order: Order | None, units: Mapping[int, int], *, is_whole: bool, now: datetime
) -> uuid.UUID:
    return write_down(
        Said(
            form=said.key,
            via=Via.LINK if said.order_id else Via.FORM,
            order_id=order.pk if order else None,
            order_number=order.number if order and said.order_id else said.number.strip(),
            name=said.name,
            email=order.email if order and said.order_id else said.email,
            is_whole=is_whole,
            units={} if not said.order_id else units,
            words=said.words,
            language=said.language,
        ),
        keep_until=date(now.astimezone(shop_zone()).year + settings.TAX_RETENTION_YEARS, 12, 31),
        now=now,
    )


def _owe_receipts(withdrawal_id: uuid.UUID, said: Statement, order: Order | None, *, now: datetime) -> None:
    """Owe the receipt to the address that was given, and to the order's where that is another one."""
    to_both = order is not None and not said.order_id and not _is_theirs(said, order)
    put(
        [
            NewEntry(
                topic=MAIL_TOPIC,
                key=receipt_key(withdrawal_id, to_order=to_order),
                order_id=order.pk if order else None,
                payload={"kind": WITHDRAWAL_RECEIPT, "withdrawal": str(withdrawal_id), "to_order": to_order},
            )
            for to_order in ((False, True) if to_both else (False,))
        ],
        now=now,
    )


def _why_people(
    said: Statement, order: Order | None, story: OrderStory | None, units: Mapping[int, int], *, now: datetime
) -> WhyPeople | None:
    if order is None or story is None:
        return WhyPeople.UNKNOWN_ORDER
    if not said.order_id and not _is_theirs(said, order):
        return WhyPeople.OTHER_EMAIL
    if is_late(_today(now), last_day=terms_of(story, today=_today(now)).last_day):
        return WhyPeople.LATE
    if said.words:
        return WhyPeople.IN_WORDS
    return None if units else WhyPeople.NOTHING_LEFT


def _follow(
    withdrawal_id: uuid.UUID, story: OrderStory, todo: Plan, *, now: datetime, by: uuid.UUID | None = None
) -> None:
    _send_back(withdrawal_id, story, todo.send_back, now=now, by=by)
    if not todo.cancel:
        return
    wish = Wish(
        order_id=story.order.id, units=todo.cancel, reason=CancelReason.WITHDRAWAL, form=f"withdrawal:{withdrawal_id}"
    )
    try:
        request = ask_to_cancel(wish, now=now)
    except RequestOpenError:
        detail = {"why": WhyPeople.CANCELLATION_OPEN.value, "units": _keys(todo.cancel)}
        add_step(withdrawal_id, Step.FOR_PEOPLE, now=now, by=by, detail=detail)
        return
    step = Step.CANCELLED if request.state is RequestState.GRANTED else Step.CANCEL_ASKED
    add_step(withdrawal_id, step, now=now, by=by, detail={"units": _keys(todo.cancel), "request": str(request.id)})


def _send_back(
    withdrawal_id: uuid.UUID, story: OrderStory, units: Mapping[int, int], *, now: datetime, by: uuid.UUID | None
) -> None:
    """Announce what has arrived as a return; what is still under way is to be sent back or refused at the door."""
    announced = announce_back(withdrawal_id, story, units, today=_today(now), now=now)
    if announced:
        detail = {"units": _keys(announced.units), "return": str(announced.return_id)}
        add_step(withdrawal_id, Step.RETURN_ANNOUNCED, now=now, by=by, detail=detail)
    back = announced.units if announced else {}
    rest = {line: count - back.get(line, 0) for line, count in units.items() if count > back.get(line, 0)}
    if rest:
        add_step(withdrawal_id, Step.SEND_BACK, now=now, by=by, detail={"units": _keys(rest)})


def _keys(units: Mapping[int, int]) -> dict[str, int]:
    return {str(position): count for position, count in sorted(units.items())}


def _is_theirs(said: Statement, order: Order) -> bool:
    return hmac.compare_digest(order.email.strip().casefold().encode(), said.email.strip().casefold().encode())


def _known(withdrawal_id: uuid.UUID) -> WithdrawalRecord:
    found = withdrawal(withdrawal_id)
    if found is None:
        raise LookupError(withdrawal_id)
    return found


def _today(now: datetime) -> date:
    return now.astimezone(shop_zone()).date()
