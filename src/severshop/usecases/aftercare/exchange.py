"""Another pair for one that comes back: kept from the announcement on, sent when the policy says so, or let go.

    keep_pairs_locked        kept at once with the announcement, or the announcement fails
    follow_exchange_locked   the old pair is on its way and trusted, or was accepted: the linked order goes out
    let_go_locked            the return was called off
    take_money_instead       the shopper changes their mind
    let_go_overdue           nothing was handed in for too long

What is kept lies in the stock under the return's id. Whoever calls what ends in `_locked` holds the order's lock (and,
where pairs are sent, that of the order that was paid: `lock_with_money`), and refreshes the order afterwards.
"""

import uuid
from collections import Counter
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from severshop.domain.audit.actions import note
from severshop.domain.inventory.actions import SoldOutError, let_go, release, reserve
from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.domain.orders.actions import NewLine
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import order_cards
from severshop.domain.payments.books import order_balance
from severshop.domain.returns.exchanges import (
    KeptPair,
    Pair,
    end_exchanges,
    kept_since_before,
    note_sent,
    write_exchanges,
)
from severshop.domain.returns.queries import ReturnedLine, ReturnRecord, return_at, return_by_id
from severshop.domain.returns.rules import units_to_send
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.fulfilling.facts import lock_known_orders
from severshop.usecases.fulfilling.send_replacement import send_replacement
from severshop.usecases.paying.behind import money_behind
from severshop.usecases.paying.refund import NotPaidHereError, request_locked
from severshop.usecases.reading.exchangeable import pairs_for
from severshop.usecases.refresh_status import refresh_locked, shop_zone
from severshop.usecases.status.exchanges import EXCHANGE, key_of
from severshop.usecases.status.facts import tell
from severshop.vocabulary.money import tax_in
from severshop.vocabulary.refunds import Part, PartKind, Why, cut_to
from severshop.vocabulary.returning import ExchangeEnd, ReturnState, Wants, WhyNotExchanged

EXCHANGE_LET_GO: Final = "exchange_let_go"
"""The letter that a pair is not kept any longer."""
GRACE: Final = timedelta(days=14)
"""After the last day to hand it in: parcels that travel unknown to us take their time."""
LOOKED_AT_AFTER: Final = timedelta(days=14) + GRACE
"""No policy gives less time to hand something in."""


class NotExchangedError(Exception):
    """A pair is not given in exchange for a line (by its position); `why` says for what reason."""

    def __init__(self, *, line: int, sku: str, why: WhyNotExchanged) -> None:
        super().__init__(f"line {line} for {sku}: {why}")
        self.line = line
        self.sku = sku
        self.why = why


class UnknownExchangeError(LookupError):
    """The order has no such return, or nothing is kept for it."""


class _Due(NamedTuple):
    """Units of a line that go out now."""

    line: ReturnedLine
    pair: Pair
    units: int


def keep_pairs_locked(record: ReturnRecord, *, now: datetime) -> None:
    """Keep the pairs that a new return wants. Raises `NotExchangedError`, which must undo the announcement."""
    lines = [line for line in record.lines if line.wants is Wants.EXCHANGE]
    if not lines:
        return
    order = order_cards([record.order_id])[record.order_id]
    by_position = {line.position: line for line in order.lines}
    pairs: dict[int, Pair] = {}
    wanted: dict[str, int] = {}
    for line in lines:
        choices = {one.size.sku: one for one in pairs_for(order, by_position[line.position])}
        choice = choices.get(line.exchange_sku)
        why = choice.why if choice else WhyNotExchanged.NOT_OFFERED
        if choice is None or why:
            raise NotExchangedError(line=line.position, sku=line.exchange_sku, why=why or WhyNotExchanged.NOT_OFFERED)
        pairs[line.id] = choice.pair
        wanted[line.exchange_sku] = wanted.get(line.exchange_sku, 0) + line.quantity
    try:
        reserve(record.id, wanted, now=now)
    except SoldOutError as error:
        short = next(line for line in lines if line.exchange_sku in error.skus)
        why = WhyNotExchanged.SOLD_OUT
        raise NotExchangedError(line=short.position, sku=short.exchange_sku, why=why) from error
    write_exchanges(pairs, now=now)


def follow_exchange_locked(
    return_id: uuid.UUID, *, by: uuid.UUID | None, now: datetime, trusted: bool = False, is_last: bool = False
) -> uuid.UUID | None:
    """Send what is to be sent in exchange now, as a linked order; return it, or None where there is nothing new.

    What was accepted goes out; with `trusted`, all that was announced, because its carrier has it. For what is
    refused, or with `is_last` did not come, the pairs are let go. A pair that had been let go before and is gone by
    now becomes money: call this before the money of a return is worked out. Again it changes nothing. The difference
    to a dearer old pair is paid back.
    """
    record = return_by_id(return_id)
    lines = [line for line in record.lines if line.exchange] if record else []
    if record is None or not lines:
        return None
    due = [_Due(line, line.exchange.pair, _units(line, trusted=trusted)) for line in lines if line.exchange]
    due = [one for one in due if one.units]
    sent = _send(record, due, now=now) if due else None
    if sent:
        _pay_difference(record, due, now=now)
        detail: dict[str, str | int] = {
            "return": record.number,
            "order": str(sent),
            "pairs": sum(one.units for one in due),
        }
        note("send exchange", by=by, at=now, order_id=record.order_id, about=str(record.id), detail=detail)
    if trusted or is_last or record.units.is_inspected:
        _end(record.id, now=now)
    return sent


def let_go_locked(return_id: uuid.UUID, *, end: ExchangeEnd, now: datetime) -> bool:
    """Let go of what is still kept for a return; tell whether anything was. Again it is harmless."""
    record = return_by_id(return_id)
    kept = [line.id for line in record.lines if line.exchange and not line.exchange.ended_at] if record else []
    if not kept:
        return False
    release(return_id, now=now)
    end_exchanges(kept, end=end, now=now)
    return True


@transaction.atomic
def take_money_instead(order_id: uuid.UUID, *, position: int, now: datetime) -> None:
    """Let go of the pairs of a return whose shopper would rather have the money; again changes nothing.

    Raises `UnknownOrderError`, `UnknownExchangeError`; what was sent stays sent.
    """
    lock_known_orders([order_id])
    record = return_at(order_id, position=position)
    if record is None or not any(line.exchange for line in record.lines):
        raise UnknownExchangeError(position)
    let_go_locked(record.id, end=ExchangeEnd.CHANGED_MIND, now=now)
    refresh_locked([order_id], now=now)


def let_go_overdue(*, now: datetime, limit: int = 200) -> int:
    """Put pairs back on the shelf for which nothing was handed in, and write to who wanted them; return how many."""
    long_kept = kept_since_before(now - LOOKED_AT_AFTER, limit=limit)
    return sum(_let_go_overdue(return_id, now=now) for return_id in long_kept)


def is_overdue(record: ReturnRecord, *, state: ReturnState, now: datetime) -> bool:
    """Tell whether a return should have been handed in long ago."""
    days = timedelta(days=int(record.policy["send_back_days"]))
    return state is ReturnState.ANNOUNCED and now > record.requested_at + days + GRACE


@transaction.atomic
def _let_go_overdue(return_id: uuid.UUID, *, now: datetime) -> bool:
    record = return_by_id(return_id)
    if record is None:
        return False
    lock_known_orders([record.order_id])
    story = tell([record.order_id], today=now.astimezone(shop_zone()).date())[0]
    state = next(one.state for one in story.returns if one.record.id == return_id)
    if not is_overdue(record, state=state, now=now) or not let_go_locked(return_id, end=ExchangeEnd.OVERDUE, now=now):
        return False
    letter = NewEntry(
        topic=MAIL_TOPIC,
        key=f"mail:{EXCHANGE_LET_GO}:{return_id}",
        order_id=record.order_id,
        payload={"kind": EXCHANGE_LET_GO, "return": str(return_id)},
    )
    put([letter], now=now)
    refresh_locked([record.order_id], now=now)
    return True


def _units(line: ReturnedLine, *, trusted: bool) -> int:
    kept: KeptPair | None = line.exchange
    if kept is None or line.wants is Wants.REFUND:
        return 0
    return units_to_send(announced=line.quantity, accepted=line.accepted, sent=kept.sent, trusted=trusted)


def _send(record: ReturnRecord, due: list[_Due], *, now: datetime) -> uuid.UUID | None:
    """Make the linked order of what is kept; what is not kept any more is tried, and is money where it is gone."""
    try:
        with transaction.atomic():
            return _send_or_fail(record, due, now=now)
    except SoldOutError:
        end_exchanges([one.line.id for one in due], end=ExchangeEnd.SOLD_OUT, now=now)
        return None


def _send_or_fail(record: ReturnRecord, due: list[_Due], *, now: datetime) -> uuid.UUID:
    kept: dict[str, int] = {}
    for one in due:
        if one.line.exchange and not one.line.exchange.ended_at:
            kept[one.pair.sku] = kept.get(one.pair.sku, 0) + one.units
    let_go(record.id, kept)
    before = sum(line.exchange.sent for line in record.lines if line.exchange)
    new_id = send_replacement(
        order_id=record.order_id,
        lines=[_new_line(one) for one in due],
        because=EXCHANGE,
        key=key_of(record.id, before=before),
        now=now,
    )
    note_sent({one.line.id: one.units for one in due})
    ended = [one.line.id for one in due if one.line.exchange and one.line.exchange.ended_at]
    end_exchanges(ended, end=ExchangeEnd.SENT, now=now)
    return new_id


def _new_line(due: _Due) -> NewLine:
    pair = due.pair
    return NewLine(
        sku=pair.sku,
        name=pair.name,
        quantity=due.units,
        unit_minor=0,
        variant=pair.variant,
        silhouette=pair.silhouette,
        tint=pair.tint,
        weight_grams=pair.weight_grams,
        hs_code=pair.hs_code,
        origin=pair.origin,
    )


def _pay_difference(record: ReturnRecord, due: list[_Due], *, now: datetime) -> None:
    behind = money_behind(record.order_id)
    paid = Order.objects.get(pk=behind.order_id)
    rate = paid.tax_rate_bp if paid.tax_minor else 0
    back: Counter[int] = Counter()
    for one in due:
        if worth := behind.lines.get(one.line.position):
            back[worth.position] += one.units * one.pair.back_minor
    parts = tuple(
        Part(PartKind.GOODS, amount_minor=amount, tax_minor=tax_in(amount, rate_bp=rate), line=line)
        for line, amount in sorted(back.items())
        if amount
    )
    parts = cut_to(parts, order_balance(paid.pk).left)
    if not parts:
        return
    before = sum(line.exchange.sent for line in record.lines if line.exchange)
    cause = key_of(record.id, before=before)
    try:
        request_locked(paid.pk, parts, why=Why.RETURN, cause=cause, by=None, now=now)
    except NotPaidHereError:
        return


def _end(return_id: uuid.UUID, *, now: datetime) -> None:
    """Let go of what is left and write how it ended."""
    record = return_by_id(return_id)
    lines = [line for line in record.lines if line.exchange and not line.exchange.ended_at] if record else []
    release(return_id, now=now)
    for end, is_sent in ((ExchangeEnd.SENT, True), (ExchangeEnd.REFUSED, False)):
        ids = [line.id for line in lines if line.exchange and bool(line.exchange.sent) is is_sent]
        end_exchanges(ids, end=end, now=now)
