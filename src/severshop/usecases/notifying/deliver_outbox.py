"""Writes and sends the mails that are owed. Runs outside of any transaction: a mail server may be slow.

The same entry always has the same Message-ID, so that a mail sent twice (its process was killed
between sending and noting it) is one mail to a mail program.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from severshop.domain.notifications.rules import MAIL_TOPIC, Kind, received
from severshop.infra.mail import PostOffice
from severshop.infra.outbox import queries as outbox
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError, Handler
from severshop.look.mail import render
from severshop.look.mail.render import Letter
from severshop.look.mail.values import MailOrder, MailParcel
from severshop.usecases.reading.mail_facts import MailFacts, mail_facts

MAIL_TOPICS = (MAIL_TOPIC,)

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


@contextmanager
def post_office(clock: Callable[[], datetime]) -> Iterator[Handler]:
    """Yield what sends an entry's mail; all mails of the block share one connection to the mail server."""
    office = PostOffice()

    def handle(entry: Entry) -> None:
        office.send(write_mail(entry, now=clock()))

    try:
        yield handle
    finally:
        office.close()


def write_mail(entry: Entry, *, now: datetime) -> EmailMultiAlternatives:
    """Return the mail that an entry stands for, as the order is now.

    Raises `DroppedError` when it must not or need not be sent any more, `GiveUpError` when it cannot be written.
    """
    facts = mail_facts(entry.order_id) if entry.order_id else None
    if facts is None or entry.order_id is None:
        raise GiveUpError("there is no such order")
    with translation.override(_language(facts.language)):
        letter = _letter(entry, facts)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[facts.email],
        headers=_headers(entry, facts, order_id=entry.order_id, now=now),
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def message_id(entry_id: uuid.UUID) -> str:
    """Return the Message-ID of an entry's mail: the same for ever."""
    domain = settings.SHOP_EMAIL.rpartition("@")[2]
    return f"<{entry_id}@{domain}>"


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


def _headers(entry: Entry, facts: MailFacts, *, order_id: uuid.UUID, now: datetime) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(entry.id),
        "Date": format_datetime(now),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": _language(facts.language),
    }
    first = outbox.id_of(received(order_id, email_version=facts.email_version).key)
    if first is not None and first != entry.id:
        headers |= {"In-Reply-To": message_id(first), "References": message_id(first)}
    return headers


def _language(wanted: str) -> str:
    try:
        return translation.get_supported_language_variant(wanted)
    except LookupError:
        return settings.LANGUAGE_CODE
