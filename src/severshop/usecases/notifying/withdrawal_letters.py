"""The receipt of a withdrawal: what was declared, and when, on a medium that lasts. It is owed at once."""

import uuid
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications.rules import received
from severshop.domain.orders.models import Order
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail.withdrawal import WithdrawalLetter, receipt_letter
from severshop.usecases.aftercare.withdraw import WITHDRAWAL_RECEIPT
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.withdrawing import ToldWithdrawal, following_of, titles, told_withdrawal


def write(entry: Entry, _now: datetime) -> Mail:
    """Write the receipt, to the address that was given or to the order's own."""
    told = told_withdrawal(uuid.UUID(entry.payload["withdrawal"]))
    if told is None:
        raise GiveUpError("there is no such withdrawal")
    if told.record.person is None:
        raise DroppedError("not sent: who declared it was forgotten")
    order = Order.objects.filter(pk=told.record.order_id).first() if told.record.order_id else None
    to_order = bool(entry.payload.get("to_order"))
    with spoken(order.language if order and to_order else told.record.language) as language:
        letter = receipt_letter(_letter(told, order, to_order=to_order))
    thread = (received(order.id, email_version=order.email_version).key,) if order and told.record.is_sure else ()
    return Mail(
        to=order.email if order and to_order else told.record.person.email,
        language=language,
        letter=letter,
        thread=thread,
    )


def _letter(told: ToldWithdrawal, order: Order | None, *, to_order: bool) -> WithdrawalLetter:
    person, record = told.record.person, told.record
    is_known = order is not None and (told.record.is_sure or to_order)
    return WithdrawalLetter(
        number=record.order_number,
        received_at=told.received_at,
        name=person.name if person else "",
        email=person.email if person else "",
        is_whole=record.is_whole,
        pieces=titles(told.meant),
        words=person.words if person else "",
        following=following_of(told),
        is_to_order=to_order,
        link=f"{settings.PUBLIC_URL}/order/{link_token(order.id, generation=order.link_generation)}/withdraw/"
        if order and is_known
        else "",
    )


WITHDRAWAL_LETTERS: dict[str, Writer] = {WITHDRAWAL_RECEIPT: write}
