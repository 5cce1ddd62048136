"""The letters about cancellations and refunds. They are owed: nobody can turn them off."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications.rules import received
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.payments.books import RefundRecord, refund
from severshop.domain.payments.refunds import NOT_PAID
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail.money import (
    MoneyLetter,
    cancelled_letter,
    left_letter,
    refund_letter,
    refused_letter,
)
from severshop.look.mail.render import Letter
from severshop.usecases.fulfilling.answer_requests import CANCELLATION_CONFIRMED, CANCELLATION_REFUSED
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.paying.settle_refunds import REFUND_SENT
from severshop.usecases.reading.cancelling import back_on, request_story
from severshop.vocabulary.cancelling import WhyRefused


def write_of_refund(entry: Entry, _now: datetime) -> Mail:
    """Write that money is on its way."""
    found = refund(uuid.UUID(entry.payload["refund"]))
    if found is None:
        raise GiveUpError("there is no such refund")
    if found.state in NOT_PAID:
        raise DroppedError("not sent: the gateway did not pay it after all")
    return _mail(found.order_id, refund_letter, units={}, paid_back=found)


def write_of_cancellation(entry: Entry, _now: datetime) -> Mail:
    """Write what was decided of a request to cancel."""
    ended = request_story(uuid.UUID(entry.payload["request"]))
    if ended is None:
        raise GiveUpError("there is no such request")
    request = ended.request
    if entry.payload["kind"] == CANCELLATION_CONFIRMED:
        return _mail(
            request.order_id, cancelled_letter, units=request.cancelled, paid_back=ended.refund, note=request.note
        )
    is_gone = request.why_refused is WhyRefused.HANDED_OVER
    write = left_letter if is_gone else refused_letter
    return _mail(request.order_id, write, units={}, paid_back=None, note=request.note)


def _mail(
    order_id: uuid.UUID,
    write: Callable[[MoneyLetter], Letter],
    *,
    units: Mapping[int, int],
    paid_back: RefundRecord | None,
    note: str = "",
) -> Mail:
    order = Order.objects.select_related("customer").filter(pk=order_id).first()
    if order is None:
        raise GiveUpError("there is no such order")
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        letter = write(
            MoneyLetter(
                number=order.number,
                link=f"{settings.PUBLIC_URL}/order/{link_token(order.id, generation=order.link_generation)}/cancel/",
                things=_things(order, units),
                is_whole=_is_whole(order),
                amount_minor=paid_back.amount_minor if paid_back else 0,
                currency=order.currency,
                back_on=back_on(paid_back) if paid_back else None,
                card=paid_back.card if paid_back else "",
                note=note,
            )
        )
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


def _things(order: Order, units: Mapping[int, int]) -> tuple[str, ...]:
    lines = OrderLine.objects.filter(order=order, position__in=units).order_by("position")
    return tuple(f"{units[line.position]} × {line.name}{', ' if line.variant else ''}{line.variant}" for line in lines)


def _is_whole(order: Order) -> bool:
    lines = OrderLine.objects.filter(order=order).prefetch_related("cancellations")
    return all(sum(part.quantity for part in line.cancellations.all()) >= line.quantity for line in lines)


REFUND_LETTERS: dict[str, Writer] = {
    CANCELLATION_CONFIRMED: write_of_cancellation,
    CANCELLATION_REFUSED: write_of_cancellation,
    REFUND_SENT: write_of_refund,
}
