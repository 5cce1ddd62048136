"""The letters about returns. They are owed: nobody can turn them off."""

import uuid
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications.return_mails import ReturnMail
from severshop.domain.notifications.rules import received
from severshop.domain.orders.models import Order
from severshop.domain.returns.queries import return_by_id
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail.returns import ReturnLetter, announced_letter, arrived_letter, found_letter
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.returning import ShownLine, ShownReturn, shown_return
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.returning import ReturnState

WRITTEN = {
    ReturnMail.ANNOUNCED: announced_letter,
    ReturnMail.ARRIVED: arrived_letter,
    ReturnMail.FOUND: found_letter,
}


def write(entry: Entry, now: datetime) -> Mail:
    """Write what is owed about a return, as it stands now."""
    kind = ReturnMail(entry.payload["kind"])
    record = return_by_id(uuid.UUID(entry.payload["return"]))
    order = Order.objects.select_related("customer").filter(pk=record.order_id).first() if record else None
    if record is None or order is None:
        raise GiveUpError("there is no such return")
    today = now.astimezone(shop_zone()).date()
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        shown = shown_return(order.id, position=record.position, today=today)
        if shown is None:
            raise GiveUpError("there is no such return")
        if shown.state is ReturnState.CANCELLED:
            raise DroppedError("not sent: it was called off")
        if kind is ReturnMail.ANNOUNCED and shown.state is not ReturnState.ANNOUNCED:
            raise DroppedError("not sent: it is on its way already")
        letter = WRITTEN[kind](_told(order, shown))
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


def _told(order: Order, shown: ShownReturn) -> ReturnLetter:
    token = link_token(order.id, generation=order.link_generation)
    record = shown.story.record
    return ReturnLetter(
        number=record.number,
        link=f"{settings.PUBLIC_URL}/order/{token}/return/{record.position}/",
        things=tuple(f"{one.line.quantity} × {one.title}" for one in shown.lines),
        send_by=shown.send_by,
        settled_by=shown.settled_by,
        has_label=shown.has_label,
        is_paid=bool(shown.refunds),
        findings=tuple(one.sentence for one in shown.findings),
        notes=tuple(one.note for one in shown.findings if one.note),
        pairs=tuple(_pair(one) for one in shown.lines if one.line.exchange and not one.line.exchange.ended_at),
        wants_money=shown.wants_money,
    )


def _pair(one: ShownLine) -> str:
    pair = one.line.exchange.pair if one.line.exchange else None
    named = ", ".join(part for part in (pair.name, pair.variant) if part) if pair else ""
    return f"{one.line.quantity} × {named}"


RETURN_LETTERS: dict[str, Writer] = {kind.value: write for kind in ReturnMail}
