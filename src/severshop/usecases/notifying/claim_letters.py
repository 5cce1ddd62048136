"""The letters about claims. They are owed: nobody can turn them off."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from severshop.domain.claims.queries import ClaimRecord, claim
from severshop.domain.notifications.claim_mails import ClaimMail
from severshop.domain.notifications.rules import received
from severshop.domain.orders.models import Order, OrderLine
from severshop.domain.payments.books import paid_with
from severshop.infra.links import link_token
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look import formats
from severshop.look.mail.claims import (
    ClaimLetter,
    decided_letter,
    found_letter,
    keep_letter,
    received_letter,
    send_back_letter,
    turned_up_letter,
)
from severshop.look.mail.render import Letter
from severshop.usecases.claiming.settle_turn_up import return_of
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.cancelling import back_on
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.claims import DECIDED_WITHIN_DAYS, claim_stories
from severshop.vocabulary.claiming import TurnUp

WRITTEN: dict[ClaimMail, Callable[[ClaimLetter], Letter]] = {
    ClaimMail.RECEIVED: received_letter,
    ClaimMail.DECIDED: decided_letter,
    ClaimMail.FOUND: found_letter,
    ClaimMail.TURNED_UP: turned_up_letter,
    ClaimMail.SEND_BACK: send_back_letter,
    ClaimMail.KEEP: keep_letter,
}


def write(entry: Entry, _now: datetime) -> Mail:
    """Write what is owed about a claim, as it stands now."""
    kind = ClaimMail(entry.payload["kind"])
    found = claim(uuid.UUID(entry.payload["claim"]))
    order = Order.objects.select_related("customer").filter(pk=found.order_id).first() if found else None
    if found is None or order is None:
        raise GiveUpError("there is no such claim")
    if kind is ClaimMail.RECEIVED and found.end is not None:
        raise DroppedError("not sent: it was decided meanwhile, which has its own letter")
    if kind is ClaimMail.TURNED_UP and found.turn_up is not TurnUp.WAITING:
        raise DroppedError("not sent: it was settled meanwhile, which has its own letter")
    with spoken((order.customer.language if order.customer else "") or order.language) as language:
        letter = WRITTEN[kind](_told(found, order, kind))
    return Mail(
        to=order.email,
        language=language,
        letter=letter,
        thread_name=f"order-{order.id}-{order.email_version}",
        thread=(received(order.id, email_version=order.email_version).key,),
    )


def _told(found: ClaimRecord, order: Order, kind: ClaimMail) -> ClaimLetter:
    (story,) = claim_stories([found])
    refund, sent, payment = story.refund, story.replacement, paid_with(order.id)
    is_decision = kind is ClaimMail.DECIDED
    return ClaimLetter(
        number=order.number,
        link=_link(found, order, kind),
        kind=found.kind,
        wish=found.wish,
        things=_things(order, found.units),
        answer_by=found.opened_at.astimezone(shop_zone()).date() + timedelta(days=DECIDED_WITHIN_DAYS),
        end=found.end,
        amount=formats.money(refund.amount_minor, refund.currency) if refund else "",
        back_on=back_on(refund) if refund else None,
        card=payment.card_hint if payment else "",
        replacement=sent.number if sent else "",
        window=sent.window if sent else None,
        why_refused=found.why_refused,
        note=found.note if is_decision else "",
    )


def _link(found: ClaimRecord, order: Order, kind: ClaimMail) -> str:
    pages = f"{settings.PUBLIC_URL}/order/{link_token(order.id, generation=order.link_generation)}/"
    back = return_of(found.id) if kind is ClaimMail.SEND_BACK else None
    return f"{pages}return/{back.position}/" if back else f"{pages}claim/"


def _things(order: Order, units: Mapping[int, int]) -> tuple[str, ...]:
    lines = OrderLine.objects.filter(order=order, position__in=units).order_by("position")
    return tuple(f"{units[line.position]} × {line.name}{', ' if line.variant else ''}{line.variant}" for line in lines)


CLAIM_LETTERS: dict[str, Writer] = {kind.value: write for kind in WRITTEN}
