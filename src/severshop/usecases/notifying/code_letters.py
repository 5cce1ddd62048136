"""The letter with the code for an order. The code is derived when the letter is written: it waits nowhere."""

from datetime import datetime

from severshop.domain.orders.models import HolderCode, Order
from severshop.infra.codes import code_of
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail.holder_code import holder_code_letter
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.vocabulary.holder_code import CODE_LIVES, HOLDER_CODE


def write(entry: Entry, now: datetime) -> Mail:
    """Write the letter with the code, to the order's address of today."""
    order = Order.objects.filter(pk=entry.order_id).first() if entry.order_id else None
    if order is None:
        raise GiveUpError("there is no such order")
    asked = HolderCode.objects.filter(order=order, nonce=entry.payload["nonce"]).first()
    if asked is None or now - asked.made_at > CODE_LIVES:
        raise DroppedError("not sent: its code no longer works")
    if asked.email_version != order.email_version:
        raise DroppedError("not sent: the address was corrected after the code was asked for")
    with spoken(order.language) as language:
        letter = holder_code_letter(number=order.number, code=code_of(order.id.bytes, nonce=asked.nonce))
    return Mail(to=order.email, language=language, letter=letter)


CODE_LETTERS: dict[str, Writer] = {HOLDER_CODE: write}
