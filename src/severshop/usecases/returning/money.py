"""What a return pays back now: for the page that shows it first, and for the act under the order's lock."""

import uuid
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from severshop.domain.orders.cancellations import sale_of
from severshop.domain.orders.cancelling import Sale, split
from severshop.domain.orders.models import Order
from severshop.domain.orders.replacements import payer_of
from severshop.domain.payments.books import RefundRecord, first_causes, order_balance, paid_with, refunds_of
from severshop.domain.payments.refunds import NOT_PAID
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.desk_records import DeskReturn
from severshop.domain.returns.inspecting import Due, Share, is_everything, parts_due
from severshop.domain.returns.queries import ReturnRecord, cause_of, return_by_id, returns_of
from severshop.domain.shipping.queries import options, zone_of
from severshop.usecases.claiming.amounts import is_made_good
from severshop.usecases.paying.behind import Behind, money_behind, paid_by
from severshop.usecases.returning.found import policy_of
from severshop.vocabulary.refunds import Part, PartKind, cut_to
from severshop.vocabulary.returning import OUR_FAULT, Verdict, Wants

STANDARD = "standard"


class DueNow(NamedTuple):
    """What is to be paid back for a return, in minor units; `before` was asked for already."""

    order_id: uuid.UUID
    """The order that was paid: another, where what comes back cost nothing because of it."""
    parts: tuple[Part, ...]
    before_minor: int
    is_paid_here: bool
    """Whether the shop holds the payment: what was paid elsewhere is paid back there."""

    @property
    def amount_minor(self) -> int:
        return sum(part.amount_minor for part in self.parts)


def due_now(return_id: uuid.UUID, *, as_announced: bool = False) -> DueNow:
    """Return what a return pays back now: for what was accepted, or, `as_announced`, for all that is on its way.

    Never more than is left of what was paid. Whoever pays holds the order's lock. Raises `LookupError`.
    """
    case, record = desk_return(return_id), return_by_id(return_id)
    if case is None or record is None:
        raise LookupError(return_id)
    behind = money_behind(case.order_id)
    sale, asked = sale_of(behind.order_id), refunds_of(behind.order_id)
    refunds, own = _alive(asked), _alive(_of(asked, return_id))
    lines = _announced(record, behind) if as_announced else _accepted(record, case, behind)
    if is_made_good(record):
        lines = {}
    back = _by_line(refunds)
    shares, delivery = _shares(sale, back)
    standard = _delivery_due(case, sale, lines)
    due = Due(
        lines=lines,
        delivery=Share(
            amount_minor=standard,
            tax_minor=delivery.tax_minor * standard // delivery.amount_minor if delivery.amount_minor else 0,
            back_minor=min(delivery.back_minor, standard),
        ),
        way_back_minor=case.way_back_minor,
        paid=_by_line(own),
        paid_minor=sum(one.amount_minor for one in own),
    )
    parts = cut_to(parts_due(due, shares), order_balance(behind.order_id).left)
    return DueNow(behind.order_id, parts, due.paid_minor, paid_with(behind.order_id) is not None)


def refunds_for(case: DeskReturn) -> tuple[RefundRecord, ...]:
    """Return what was asked for as refunds of a return, the newest first."""
    return tuple(_of(refunds_of(payer_of(case.order_id)), case.id))


def _of(refunds: Collection[RefundRecord], return_id: uuid.UUID) -> list[RefundRecord]:
    """Return those that follow from a return, also where the gateway had to be asked once more."""
    cause, causes = cause_of(return_id), first_causes(refunds)
    return [one for one in refunds if causes[one.id] == cause or causes[one.id].startswith(f"{cause}:")]


def _accepted(record: ReturnRecord, case: DeskReturn, behind: Behind) -> dict[int, tuple[int, int]]:
    """Return units and what they pay, by the paid line: none for what is exchanged, less for what lost value."""
    desk = {line.id: line for line in case.lines}
    found: dict[int, tuple[int, int]] = {}
    for line in record.lines:
        units, worth = line.accepted_for_money, behind.lines.get(line.position)
        taken_off = sum(one.deduction_minor for one in desk[line.id].found if one.verdict is Verdict.ACCEPTED)
        share = taken_off * units // line.accepted if line.accepted else 0
        if units and worth:
            before, amount = found.get(worth.position, (0, 0))
            found[worth.position] = (before + units, amount + worth.unit_minor * units - share)
    return found


def _announced(record: ReturnRecord, behind: Behind) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for line in record.lines:
        worth = behind.lines.get(line.position)
        if worth and line.wants is Wants.REFUND:
            before, amount = found.get(worth.position, (0, 0))
            found[worth.position] = (before + line.quantity, amount + worth.unit_minor * line.quantity)
    return found


def _alive(refunds: Collection[RefundRecord]) -> list[RefundRecord]:
    return [one for one in refunds if one.state not in NOT_PAID]


def _by_line(refunds: list[RefundRecord]) -> dict[int, tuple[int, int]]:
    """Return units and minor units of the goods that were paid back, by line; the delivery is line 0."""
    units: Counter[int] = Counter()
    amounts: Counter[int] = Counter()
    for part in (part for one in refunds for part in one.parts):
        line = 0 if part.kind is PartKind.DELIVERY else part.line
        if line is not None:
            units[line] += part.quantity
            amounts[line] += part.amount_minor
    return {line: (units[line], amounts[line]) for line in amounts}


def _shares(sale: Sale, back: dict[int, tuple[int, int]]) -> tuple[dict[int, Share], Share]:
    """Return the money of each line and of the delivery, with what of it went back already."""
    amounts = [line.unit_minor * line.quantity for line in sale.lines]
    *taxes, delivery_tax = split([*amounts, sale.delivery_minor], total=sale.tax_minor)
    lines = {
        line.position: Share(amount, tax, back.get(line.position, (0, 0))[1])
        for line, amount, tax in zip(sale.lines, amounts, taxes, strict=True)
    }
    return lines, Share(sale.delivery_minor, delivery_tax, back.get(0, (0, 0))[1])


def _delivery_due(case: DeskReturn, sale: Sale, lines: dict[int, tuple[int, int]]) -> int:
    """Return what of the delivery comes back, in minor units: with the last piece of the order, no more than standard.

    Directive 2011/83/EU Art. 13(2). Where all of it was our fault, all of the delivery was for nothing.
    """
    gone = Counter({line.position: line.cancelled for line in sale.lines})
    for order_id in paid_by(case.order_id):
        worths = money_behind(order_id).lines
        for record in returns_of([order_id]).get(order_id, ()):
            if record.id == case.id:
                continue
            for line in record.lines:
                if worth := worths.get(line.position):
                    gone[worth.position] += line.accepted_for_money
    gone.update({position: units for position, (units, _amount) in lines.items()})
    if not lines or not is_everything({line.position: line.quantity for line in sale.lines}, gone=gone):
        return 0
    if all(line.reason in OUR_FAULT for line in case.lines):
        return sale.delivery_minor
    return _standard(payer_of(case.order_id), sale) if policy_of(case).refunds_standard_delivery else 0


def _standard(order_id: uuid.UUID, sale: Sale) -> int:
    """Return what the standard delivery costs, where another was chosen; no more than was paid."""
    order = Order.objects.get(pk=order_id)
    if order.delivery_option == STANDARD:
        return sale.delivery_minor
    country = getattr(getattr(order, "address", None), "country", "")
    prices = [option.price_minor for option in options(zone_of(country)) if option.code == STANDARD]
    return min(sale.delivery_minor, *prices) if prices else sale.delivery_minor
