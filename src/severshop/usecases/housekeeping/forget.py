"""Deletes what has served its purpose, in small transactions that hold nobody up."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from severshop.domain.notifications.models import InboundMail, PushSubscription
from severshop.domain.snapshots.models import SnapshotChange
from severshop.domain.tracking.models import MessageKey
from severshop.infra.throttle.models import Tally

CHANGES_KEPT = timedelta(days=1)
"""An open page that was away for longer gets its whole state anyway."""
MESSAGE_KEYS_KEPT = timedelta(days=90)
"""No carrier repeats a message after so long; if one does, the scan's fingerprint refuses it."""
MAILS_KEPT = timedelta(days=30)
"""Mails that came in, and subscriptions that push services no longer know. What they meant has been noted."""
CHUNK = 1000


def forget_page_changes(now: datetime) -> int:
    """Shorten the log that open pages listen to; return how many entries went."""
    return delete_in_chunks(SnapshotChange.objects.filter(changed_at__lt=now - CHANGES_KEPT))


def forget_message_keys(now: datetime) -> int:
    """Forget the keys of messages too old to be repeated; return how many went."""
    return delete_in_chunks(MessageKey.objects.filter(received_at__lt=now - MESSAGE_KEYS_KEPT))


def forget_sessions(now: datetime) -> int:
    """Forget sessions that have expired; return how many went."""
    return delete_in_chunks(Session.objects.filter(expire_date__lt=now))


def forget_tallies(now: datetime) -> int:
    """Forget how often things were asked for once it no longer counts; return how many tallies went."""
    return delete_in_chunks(Tally.objects.filter(window_ends_at__lt=now))


def forget_mails_that_came(now: datetime) -> int:
    """Forget mails that came in and browsers that took their permission back; return how many went."""
    mails = delete_in_chunks(InboundMail.objects.filter(received_at__lt=now - MAILS_KEPT))
    return mails + delete_in_chunks(PushSubscription.objects.filter(ended_at__lt=now - MAILS_KEPT))


def delete_in_chunks(rows: QuerySet[Any], *, chunk: int = CHUNK) -> int:
    """Delete rows, a transaction for each chunk; return how many went."""
    total = 0
    while True:
        with transaction.atomic():
            keys = list(rows.order_by("pk").values_list("pk", flat=True)[:chunk])
            rows.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - Django's documented name
        total += len(keys)
        if len(keys) < chunk:
            return total
