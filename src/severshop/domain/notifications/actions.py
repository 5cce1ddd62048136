"""Writes of choices, subscriptions, troubles and mails that came in."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from severshop.domain.notifications.channels import Choices, TroubleKind
from severshop.domain.notifications.models import Choice, InboundMail, MailTrouble, PushSubscription
from severshop.domain.notifications.owners import Owner, TooManySubscriptionsError

SUBSCRIPTIONS_MAX = 10
"""Browsers of one owner. Nobody has more; whoever wants more wants to make us write to strangers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What a browser hands over when it allows notifications."""

    endpoint: str
    endpoint_hash: str
    p256dh: str
    auth: str


def write_choices(owner: Owner, choices: Choices, *, now: datetime) -> None:
    """Write what the owner chose, in place of what was chosen before."""
    Choice.objects.update_or_create(
        **owner.as_columns(),
        defaults={
            "mail": sorted(choices.mail),
            "push": sorted(choices.push),
            "calendar": choices.calendar,
            "is_quiet": choices.is_quiet,
            "quiet_from": choices.quiet_from,
            "quiet_until": choices.quiet_until,
            "zone": choices.zone,
            "changed_at": now,
        },
    )


def subscribe(owner: Owner, new: NewSubscription, *, now: datetime) -> uuid.UUID:
    """Keep a browser's subscription; the same browser again renews its keys. Raises `TooManySubscriptionsError`."""
    rows = PushSubscription.objects.filter(**owner.as_columns())
    others = rows.filter(ended_at=None).exclude(endpoint_hash=new.endpoint_hash)
    if others.count() >= SUBSCRIPTIONS_MAX:
        raise TooManySubscriptionsError
    row, _is_new = PushSubscription.objects.update_or_create(
        **owner.as_columns(),
        endpoint_hash=new.endpoint_hash,
        defaults={
            "endpoint": new.endpoint,
            "p256dh": new.p256dh,
            "auth": new.auth,
            "made_at": now,
            "ended_at": None,
            "ended_why": "",
        },
    )
    return row.id


def unsubscribe(owner: Owner, *, endpoint_hash: str = "", subscription_id: uuid.UUID | None = None) -> int:
    """Forget the owner's browser with this endpoint or id; return how many there were."""
    rows = PushSubscription.objects.filter(**owner.as_columns())
    rows = rows.filter(id=subscription_id) if subscription_id else rows.filter(endpoint_hash=endpoint_hash)
    return rows.delete()[0]


def end_subscription(subscription_id: uuid.UUID, *, why: str, now: datetime) -> None:
    """Note that a push service knows a subscription no longer."""
    PushSubscription.objects.filter(id=subscription_id, ended_at=None).update(ended_at=now, ended_why=why)


def note_trouble(
    address_hash: str,
    *,
    kind: TroubleKind,
    order_id: uuid.UUID | None,
    entry_id: uuid.UUID | None = None,
    code: str = "",
    now: datetime,
) -> None:
    """Note what was told about a mail to an address; the same of the same mail is noted once."""
    row = MailTrouble(address_hash=address_hash, kind=kind, order_id=order_id, entry_id=entry_id, code=code, at=now)
    MailTrouble.objects.bulk_create([row], ignore_conflicts=True)


def keep_inbound(digest: str, body: bytes, *, now: datetime) -> int | None:
    """Keep a mail that came in; return its id, or None when the very same came before."""
    row, is_new = InboundMail.objects.get_or_create(digest=digest, defaults={"body": body, "received_at": now})
    return row.id if is_new else None


def note_inbound(inbound_id: int, *, outcome: str, order_id: uuid.UUID | None, now: datetime) -> None:
    """Note what a mail that came in was, and which order it is about."""
    InboundMail.objects.filter(id=inbound_id).update(read_at=now, outcome=outcome[:60], order_id=order_id)


def erase_of(user_id: uuid.UUID, order_ids: Collection[uuid.UUID]) -> None:
    """Delete all that this room knows of somebody and their orders."""
    whose = Q(user_id=user_id) | Q(order_id__in=order_ids)
    Choice.objects.filter(whose).delete()
    PushSubscription.objects.filter(whose).delete()
    MailTrouble.objects.filter(order_id__in=order_ids).delete()
    InboundMail.objects.filter(order_id__in=order_ids).delete()
