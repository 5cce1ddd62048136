"""Tells browsers what they are owed, when their people are awake. Runs outside of any transaction.

A push says a headline and where to read on; who lives where and what was bought stays here.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from severshop.domain.notifications import queries
from severshop.domain.notifications.actions import end_subscription
from severshop.domain.notifications.channels import Act, push_verdict
from severshop.domain.notifications.queries import Subscription
from severshop.domain.notifications.rules import PUSH_TOPIC, Kind
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError, Handler, PostponedError
from severshop.infra.webpush.sending import Browser, Push, Sender, SubscriptionGoneError, send
from severshop.look.mail.values import MailParcel
from severshop.look.push import Notice, notice
from severshop.usecases.notifying.writing import spoken
from severshop.usecases.reading.mail_facts import MailFacts, mail_facts
from severshop.usecases.reading.shopper_zone import shopper_zone

PUSH_TOPICS = (PUSH_TOPIC,)

KEEP_FOR = timedelta(hours=12)
"""How long a push service keeps it for a telephone that is switched off: then it is no longer news."""


@contextmanager
def push_service(clock: Callable[[], datetime]) -> Iterator[Handler]:
    """Yield what sends an entry's push."""

    def handle(entry: Entry) -> None:
        deliver(entry, now=clock())

    yield handle


def deliver(entry: Entry, *, now: datetime) -> None:
    """Send the push that an entry stands for, or say by one of the outbox's errors why not, or when."""
    if entry.order_id is None or not settings.VAPID_PRIVATE_KEY:
        raise GiveUpError("push is not set up")
    kind = Kind(entry.payload["kind"])
    browser = queries.subscription(uuid.UUID(entry.payload["subscription"]))
    if browser is None:
        raise DroppedError("not sent: the subscription has ended")
    facts = mail_facts(entry.order_id)
    parcel = facts.order.parcel(entry.payload["parcel"]) if facts else None
    if facts is None or parcel is None:
        raise GiveUpError("there is no such parcel")
    _require_time(entry, kind, facts, parcel=parcel, now=now)
    with spoken(facts.language) as language:
        told = notice(kind.value, facts.order, parcel)
    push = Push(
        body=payload(told, link=facts.order.link, language=language, tag=_topic(entry.order_id, parcel)),
        topic=_topic(entry.order_id, parcel),
        keep_for=KEEP_FOR,
        urgency="high" if kind is Kind.OUT_FOR_DELIVERY else "normal",
    )
    _send(push, browser, now=now)


def payload(told: Notice, *, link: str, language: str, tag: str) -> bytes:
    """Return the message as declarative web push: some browsers show it by themselves, others by `/push.js`."""
    notification = {"title": told.title, "body": told.body, "lang": language, "navigate": link, "tag": tag}
    return json.dumps({"web_push": 8030, "notification": notification}, ensure_ascii=False).encode()


def _require_time(entry: Entry, kind: Kind, facts: MailFacts, *, parcel: MailParcel, now: datetime) -> None:
    order_id = entry.order_id
    if order_id is None:
        raise GiveUpError("there is no such order")
    choices = queries.choices_for_order(order_id, customer_id=facts.customer_id)
    verdict = push_verdict(
        kind,
        choices=choices,
        milestone=parcel.milestone,
        owed_at=entry.created_at,
        zone=shopper_zone(order_id, chosen=choices.zone),
        now=now,
    )
    if verdict.act is Act.DROP:
        raise DroppedError(verdict.why)
    if verdict.act is Act.HOLD and verdict.until:
        raise PostponedError(verdict.why, until=verdict.until)


def _send(push: Push, browser: Subscription, *, now: datetime) -> None:
    sender = Sender(
        private_key=settings.VAPID_PRIVATE_KEY,
        contact=settings.VAPID_CONTACT,
        local_allowed=settings.PUSH_LOCAL_ALLOWED,
    )
    try:
        send(
            push,
            Browser(endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth),
            sender=sender,
            now=now,
        )
    except SubscriptionGoneError:
        end_subscription(browser.id, why="gone", now=now)
        raise DroppedError("not sent: the browser has taken its permission back") from None


def _topic(order_id: uuid.UUID, parcel: MailParcel) -> str:
    """Return what the push service sees of what it is about: a hash, the same for all news of a parcel."""
    digest = hashlib.sha256(f"{settings.LINK_KEY}:{order_id}:{parcel.position}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
