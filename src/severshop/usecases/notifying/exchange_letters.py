"""The letter that a pair is no longer kept for a return. It is owed: nobody can turn it off."""

import uuid
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications.rules import received
from severshop.domain.orders.models import Order
from severshop.domain.returns.queries import return_by_id
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import GiveUpError
from severshop.look.mail.exchange import LetGoLetter, let_go_letter
from severshop.usecases.aftercare.exchange import EXCHANGE_LET_GO
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.returns import send_by


def write(entry: Entry, _now: datetime) -> Mail:
    """Write which pairs are not kept any longer."""
    record = return_by_id(uuid.UUID(entry.payload["return"]))
    order = Order.objects.select_related("customer").filter(pk=record.order_id).first() if record else None
    if record is None or order is None:
        raise GiveUpError("there is no such return")
    pairs = [(line.quantity, line.exchange.pair) for line in record.lines if line.exchange]
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        told = LetGoLetter(
            number=order.number,
            return_number=record.number,
            link=f"{settings.PUBLIC_URL}/t/{link_token(order.id, generation=order.link_generation)}",
            pairs=tuple(f"{quantity} × {pair.name}, {pair.variant}" for quantity, pair in pairs),
            handed_in_by=send_by(record, zone=shop_zone()),
        )
        letter = let_go_letter(told)
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


EXCHANGE_LETTERS: dict[str, Writer] = {EXCHANGE_LET_GO: write}
