"""The letters of a conversation. A reply to them comes back into it, by the key in `Reply-To`."""

import uuid
from datetime import datetime

from django.conf import settings

from severshop.domain.orders.models import Order
from severshop.domain.support.rules import Kind
from severshop.infra.links import reply_key
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import GiveUpError
from severshop.look.mail.case import CaseLetter, answer_letter, first_letter, opened_letter
from severshop.usecases.aftercare.cases import CASE_ANSWER, CASE_FIRST, CASE_OPENED
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.case_page import conversation


def write(entry: Entry, _now: datetime) -> Mail:
    """Write the letter that a question is here, the one with an answer, or the one with which we begin."""
    talk = conversation(uuid.UUID(entry.payload["case"]))
    own = next((one for one in talk.entries if str(one.id) == entry.payload["message"]), None) if talk else None
    if talk is None or own is None:
        raise GiveUpError("there is no such case")
    order = Order.objects.filter(pk=talk.case.order_id).first() if talk.case.order_id else None
    asked = [one for one in talk.entries if one.kind is Kind.ASKED and one.position < own.position and one.is_verified]
    told = CaseLetter(
        number=talk.number,
        link=f"{settings.PUBLIC_URL}/case/{talk.case.token}/",
        text=own.text,
        by=own.by,
        question=asked[-1].text if asked else "",
        answer_by=talk.case.answer_by,
        is_theirs=own.is_verified,
    )
    compose = COMPOSERS[entry.payload["kind"]]
    with spoken(order.language if order else talk.case.language) as language:
        letter = compose(told)
    return Mail(
        to=order.email if order else talk.case.email,
        language=language,
        letter=letter,
        reply_to=f"help+{reply_key(talk.case.id)}@{settings.SHOP_EMAIL.rpartition('@')[2]}",
        thread=tuple(f"mail:case:{talk.case.id}:{one.id}" for one in talk.entries if one.position < own.position),
    )


COMPOSERS = {CASE_OPENED: opened_letter, CASE_ANSWER: answer_letter, CASE_FIRST: first_letter}
CASE_LETTERS: dict[str, Writer] = dict.fromkeys(COMPOSERS, write)
