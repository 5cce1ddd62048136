"""Reads of choices, subscriptions and troubles."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from severshop.domain.notifications.channels import Choices, Stop, Trouble, TroubleKind, chosen, stop_of
from severshop.domain.notifications.models import Choice, InboundMail, MailTrouble, PushSubscription
from severshop.domain.notifications.owners import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A browser that may be told. Whoever holds its endpoint can write to it: it belongs in no log."""

    id: uuid.UUID
    order_id: uuid.UUID | None
    user_id: uuid.UUID | None
    endpoint: str
    endpoint_hash: str
    p256dh: str
    auth: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLine:
    """A trouble as the staff's page lists it."""

    kind: TroubleKind
    code: str
    at: datetime


def choices_of(owner: Owner) -> Choices:
    """Return what the owner chose, or what holds as long as nobody has."""
    row = Choice.objects.filter(**owner.as_columns()).first()
    return _choices(row) if row else Choices()


def choices_for_order(order_id: uuid.UUID, *, customer_id: uuid.UUID | None) -> Choices:
    """Return what counts for an order: what was chosen last, for it alone or by its owner for all of theirs."""
    whose = Q(order_id=order_id) | Q(user_id=customer_id) if customer_id else Q(order_id=order_id)
    row = Choice.objects.filter(whose).order_by("-changed_at", "-id").first()
    return _choices(row) if row else Choices()


def subscriptions_of(owner: Owner) -> list[Subscription]:
    """Return the browsers that the owner has allowed to be told, oldest first."""
    rows = PushSubscription.objects.filter(**owner.as_columns(), ended_at=None).order_by("made_at", "id")
    return [_subscription(row) for row in rows]


def subscription(subscription_id: uuid.UUID) -> Subscription | None:
    """Return a subscription, if it has not ended."""
    row = PushSubscription.objects.filter(id=subscription_id, ended_at=None).first()
    return _subscription(row) if row else None


def are_there_subscriptions() -> bool:
    """Tell whether anybody at all is told by push: asked at each batch of news, so that most shops pay nothing more."""
    return PushSubscription.objects.filter(ended_at=None).exists()


def subscriptions_for(owners: Mapping[uuid.UUID, uuid.UUID | None]) -> dict[uuid.UUID, list[Subscription]]:
    """Return for each order (with its owner, if it has one) the browsers to tell, each browser once."""
    users = {user_id for user_id in owners.values() if user_id}
    rows = PushSubscription.objects.filter(Q(order_id__in=owners) | Q(user_id__in=users), ended_at=None)
    by_order, by_user = defaultdict(list), defaultdict(list)
    for row in rows.order_by("made_at", "id"):
        found = _subscription(row)
        if row.order_id:
            by_order[row.order_id].append(found)
        else:
            by_user[row.user_id].append(found)
    return {
        order_id: list({one.endpoint_hash: one for one in (*by_order[order_id], *by_user[user_id])}.values())
        for order_id, user_id in owners.items()
    }


def stop_of_address(address_hash: str, *, now: datetime) -> Stop:
    """Return whether an address is spared optional mail, and why."""
    rows = MailTrouble.objects.filter(address_hash=address_hash).values_list("kind", "at")
    return stop_of([Trouble(kind=TroubleKind(kind), at=at) for kind, at in rows], now=now)


def troubles_of_address(address_hash: str, *, limit: int = 20) -> list[TroubleLine]:
    """Return what was told about an address, newest first."""
    rows = MailTrouble.objects.filter(address_hash=address_hash).order_by("-at", "-id")[:limit]
    return [TroubleLine(kind=TroubleKind(row.kind), code=row.code, at=row.at) for row in rows]


def inbound_body(inbound_id: int) -> bytes | None:
    """Return a mail that came in, as it came."""
    body = InboundMail.objects.filter(id=inbound_id).values_list("body", flat=True).first()
    return None if body is None else bytes(body)


def export_of(user_id: uuid.UUID, order_ids: Collection[uuid.UUID]) -> dict[str, Any]:
    """Return all that this room knows of somebody and their orders, as JSON can say it."""
    whose = Q(user_id=user_id) | Q(order_id__in=order_ids)
    return {
        "choices": [
            {
                "order": str(row.order_id) if row.order_id else None,
                "mail": row.mail,
                "push": row.push,
                "calendar": row.calendar,
                "quiet": [f"{row.quiet_from:%H:%M}", f"{row.quiet_until:%H:%M}"] if row.is_quiet else None,
                "zone": row.zone,
                "changed_at": row.changed_at.isoformat(),
            }
            for row in Choice.objects.filter(whose).order_by("id")
        ],
        "push_subscriptions": [
            {
                "order": str(row.order_id) if row.order_id else None,
                "endpoint": row.endpoint,
                "made_at": row.made_at.isoformat(),
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            }
            for row in PushSubscription.objects.filter(whose).order_by("id")
        ],
        "mail_troubles": [
            {"order": str(row.order_id), "kind": row.kind, "code": row.code, "at": row.at.isoformat()}
            for row in MailTrouble.objects.filter(order_id__in=order_ids).order_by("at", "id")
        ],
        "mails_received": [
            {
                "order": str(row.order_id),
                "received_at": row.received_at.isoformat(),
                "message": bytes(row.body).decode("utf-8", "replace"),
            }
            for row in InboundMail.objects.filter(order_id__in=order_ids).order_by("received_at", "id")
        ],
    }


def _choices(row: Choice) -> Choices:
    return Choices(
        mail=chosen(row.mail),
        push=chosen(row.push),
        calendar=row.calendar,
        is_quiet=row.is_quiet,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        zone=row.zone,
    )


def _subscription(row: PushSubscription) -> Subscription:
    return Subscription(
        id=row.id,
        order_id=row.order_id,
        user_id=row.user_id,
        endpoint=row.endpoint,
        endpoint_hash=row.endpoint_hash,
        p256dh=row.p256dh,
        auth=row.auth,
        made_at=row.made_at,
    )
