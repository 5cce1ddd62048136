"""Sends the mails that are owed. Runs outside of any transaction: a mail server may be slow.

The same entry always has the same Message-ID, so that a mail sent twice (its process was killed
between sending and noting it) is one mail to a mail program. What a letter says: `registry`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime

from django.conf import settings

from severshop.domain.notifications.rules import MAIL_TOPIC
from severshop.infra.mail import PostOffice
from severshop.infra.mail_headers import Message
from severshop.infra.outbox import queries as outbox
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError, Handler
from severshop.usecases.notifying.registry import WRITERS
from severshop.usecases.notifying.writing import Mail, message_id, own_domain

MAIL_TOPICS = (MAIL_TOPIC,)


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


def write_mail(entry: Entry, *, now: datetime) -> Message:
    """Return the mail that an entry stands for, as things are now.

    Raises `DroppedError` when it must not or need not be sent any more, `GiveUpError` when it cannot be written.
    """
    writer = WRITERS.get(entry.payload.get("kind", ""))
    if writer is None:
        raise GiveUpError("nobody writes letters of this kind")
    mail = writer(entry, now)
    if not mail.to:
        raise DroppedError("not sent: the person was forgotten")
    message = Message(
        subject=mail.letter.subject,
        body=mail.letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers(entry, mail, now=now),
    )
    message.attach_alternative(mail.letter.html, "text/html")
    return message


def _headers(entry: Entry, mail: Mail, *, now: datetime) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(entry.id),
        "Date": format_datetime(now),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.language,
    }
    if mail.unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{mail.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers | _thread(entry, mail)


def _thread(entry: Entry, mail: Mail) -> dict[str, str]:
    earlier = [found for key in mail.thread if (found := outbox.id_of(key)) and found != entry.id]
    if not earlier:
        # Mail programs put together what names the same mail, even where there is no such mail.
        named = f"<{mail.thread_name}@{own_domain()}>"
        return {"In-Reply-To": named, "References": named} if mail.thread_name else {}
    return {
        "In-Reply-To": message_id(earlier[-1]),
        "References": " ".join(message_id(found) for found in earlier),
    }
