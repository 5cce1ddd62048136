"""The letters about an order and its parcels."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from severshop.domain.notifications import queries
from severshop.domain.notifications.channels import Act, is_optional, mail_verdict
from severshop.domain.notifications.rules import Kind, received
from severshop.infra.addresses import address_hash
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.infra.purposes import Named, purpose_token
from severshop.look.mail import render
from severshop.look.mail.render import Letter
from severshop.look.mail.values import MailOrder, MailParcel
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.mail_facts import MailFacts, mail_facts

UNSUBSCRIBE = "mail.unsubscribe"
"""What the token in `List-Unsubscribe` is good for."""

ABOUT_A_PARCEL: dict[Kind, Callable[[MailOrder, MailParcel], Letter]] = {
    Kind.SHIPPED: render.shipped,
    Kind.OUT_FOR_DELIVERY: render.out_for_delivery,
    Kind.DELIVERED: render.delivered,
    Kind.NEW_NUMBER: render.new_number,
}
MAKES_SENSE_UNTIL_DELIVERED = frozenset({Kind.OUT_FOR_DELIVERY, Kind.NEW_NUMBER})
ABOUT_THE_ORDER: dict[Kind, Callable[[MailOrder], Letter]] = {
    Kind.RECEIVED: render.received,
    Kind.LINK: render.link,
}


def write(entry: Entry, now: datetime) -> Mail:
    """Write a letter about an order."""
    facts = mail_facts(entry.order_id) if entry.order_id else None
    if facts is None or entry.order_id is None:
        raise GiveUpError("there is no such order")
    kind = Kind(entry.payload["kind"])
    choices = queries.choices_for_order(entry.order_id, customer_id=facts.customer_id)
    stop = queries.stop_of_address(address_hash(facts.email), now=now)
    verdict = mail_verdict(kind, choices=choices, stop=stop)
    if verdict.act is Act.DROP:
        raise DroppedError(verdict.why)
    unsubscribe = unsubscribe_link(entry.order_id, facts) if is_optional(kind) else ""
    calendar = facts.order.calendar_link if choices.calendar else ""
    order = replace(facts.order, unsubscribe_link=unsubscribe, calendar_link=calendar)
    with spoken(facts.language) as language:
        letter = _letter(entry, replace(facts, order=order))
    return Mail(
        to=facts.email,
        language=language,
        letter=letter,
        thread=thread_of(entry.order_id, facts),
        thread_name="" if kind is Kind.RECEIVED else f"order-{entry.order_id}-{facts.email_version}",
        unsubscribe=unsubscribe,
    )


def unsubscribe_link(order_id: uuid.UUID, facts: MailFacts) -> str:
    """Return the address that ends the optional mails about an order, and does nothing else."""
    named = Named(order_id=order_id, link_generation=facts.link_generation, email_version=facts.email_version)
    return f"{settings.PUBLIC_URL}/unsubscribe/{purpose_token(named, purpose=UNSUBSCRIBE)}/"


def thread_of(order_id: uuid.UUID, facts: MailFacts) -> tuple[str, ...]:
    """Return the thread of an order's mails: it begins with the confirmation to the address of today."""
    return (received(order_id, email_version=facts.email_version).key,)


def _letter(entry: Entry, facts: MailFacts) -> Letter:
    kind = Kind(entry.payload["kind"])
    if kind is Kind.RECEIVED and entry.payload["email_version"] != facts.email_version:
        raise DroppedError("not sent: the e-mail address was corrected, and the new one has its own confirmation")
    if kind in ABOUT_THE_ORDER:
        return ABOUT_THE_ORDER[kind](facts.order)
    parcel = facts.order.parcel(entry.payload["parcel"])
    if parcel is None:
        raise GiveUpError(f"the order has no parcel {entry.payload['parcel']}")
    if kind in MAKES_SENSE_UNTIL_DELIVERED and parcel.delivered_at is not None:
        raise DroppedError("not sent: the parcel was delivered meanwhile")
    if kind is Kind.NEW_NUMBER and parcel.tracking_number != entry.payload["number"]:
        raise DroppedError("not sent: the number was changed again, and the newest has its own letter")
    return ABOUT_A_PARCEL[kind](facts.order, parcel)


ORDER_LETTERS: dict[str, Writer] = {kind.value: write for kind in (*ABOUT_THE_ORDER, *ABOUT_A_PARCEL)}
