"""The letters about what a shopper changed of an order. They are owed: nobody can turn them off."""

import uuid
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications.rules import received
from severshop.domain.orders.edits import EditRecord, cause_of, edit_by_id
from severshop.domain.orders.models import Order
from severshop.domain.orders.pending import pending_by_id
from severshop.domain.payments.books import refund_for
from severshop.domain.payments.queries import find_payment
from severshop.domain.promises.facts import promised
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import GiveUpError
from severshop.look.changing import lines_of, why_too_late
from severshop.look.mail.changed import ChangeLetter, TooLateLetter, changed_letter, moved_away_letter, too_late_letter
from severshop.usecases.aftercare.change_order import ORDER_CHANGED
from severshop.usecases.aftercare.pay_change import CHANGE_TOO_LATE
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.cancelling import back_on


def write(entry: Entry, _now: datetime) -> Mail:
    """Write what was changed; to the address of before, only that messages go elsewhere."""
    edit = edit_by_id(uuid.UUID(entry.payload["edit"]))
    order = Order.objects.select_related("customer").filter(pk=edit.order_id).first() if edit else None
    if edit is None or order is None:
        raise GiveUpError("there is no such change")
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        if entry.payload["to"] == "before":
            contact = f"{settings.PUBLIC_URL}/help/contact/"
            letter = moved_away_letter(number=order.number, contact_link=contact)
            return Mail(to=edit.was.get("email", ""), language=language, letter=letter)
        letter = changed_letter(_told(edit, order))
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


def _told(edit: EditRecord, order: Order) -> ChangeLetter:
    promise = promised([order.pk]).get(order.pk)
    back = refund_for(cause_of(edit.id))
    payment = find_payment(edit.charge) if edit.charge else None
    return ChangeLetter(
        number=order.number,
        kind=edit.kind,
        link=f"{settings.PUBLIC_URL}/t/{link_token(order.id, generation=order.link_generation)}",
        was=lines_of(edit.kind, edit.was),
        now_is=lines_of(edit.kind, edit.becomes),
        total_minor=edit.total_minor,
        currency=order.currency,
        window=promise.newest if promise else None,
        dates_changed=edit.promise_version is not None,
        back_minor=edit.back_minor,
        back_on=back_on(back) if back else None,
        card=back.card if back else "",
        paid_minor=edit.paid_minor,
        paid_card=payment.card_hint if payment else "",
    )


def write_too_late(entry: Entry, _now: datetime) -> Mail:
    """Write that a change was paid when it could not be made any more, and that the money goes back."""
    pending = pending_by_id(uuid.UUID(entry.payload["pending"]))
    order = Order.objects.select_related("customer").filter(pk=pending.order_id).first() if pending else None
    if pending is None or order is None:
        raise GiveUpError("there is no such change")
    back = refund_for(pending.cause)
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        told = TooLateLetter(
            number=order.number,
            link=f"{settings.PUBLIC_URL}/t/{link_token(order.id, generation=order.link_generation)}",
            why=why_too_late(pending.why),
            wanted=lines_of(pending.kind, pending.becomes),
            back_minor=pending.to_pay_minor,
            currency=order.currency,
            back_on=back_on(back) if back else None,
            card=back.card if back else "",
        )
        letter = too_late_letter(told)
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


CHANGE_LETTERS: dict[str, Writer] = {ORDER_CHANGED: write, CHANGE_TOO_LATE: write_too_late}
