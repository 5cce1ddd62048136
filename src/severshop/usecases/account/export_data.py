"""Everything that the shop keeps about a person, as one document. Its form: docs/reference/export.md."""

import json
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from severshop.domain.customers import queries as customers
from severshop.domain.orders import personal as orders
from severshop.domain.orders.models import Order
from severshop.domain.payments import personal as payments
from severshop.domain.snapshots.models import Snapshot
from severshop.infra.people import keepers
from severshop.infra.throttle.actions import Limit, TooOftenError, count_use
from severshop.usecases.account.whose import person_of

__all__ = ["TooOftenError", "export_data"]

FORMAT = "bestshoesevershop-export/1"
EXPORTS_AN_HOUR = 12


def export_data(user_id: uuid.UUID, *, now: datetime) -> dict[str, Any]:
    """Return all data of a person, ready for JSON. Raises `TooOftenError`: it is much work."""
    with transaction.atomic():
        count_use([Limit(f"export {user_id}", EXPORTS_AN_HOUR, timedelta(hours=1))], now=now)
    person = person_of(user_id)
    return {
        "format": FORMAT,
        "exported_at": now.isoformat(),
        "person": customers.export_of(user_id),
        "sign_in": _sign_in(user_id),
        "orders": _orders(person.order_ids),
        **{keeper.name: keeper.export(person) for keeper in keepers()},
    }


def _sign_in(user_id: uuid.UUID) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user_id=user_id).order_by("pk")
    keys = Authenticator.objects.filter(user_id=user_id).order_by("created_at")
    sessions = UserSession.objects.filter(user_id=user_id).order_by("created_at")
    return {
        "email_addresses": [
            {"email": row.email, "verified": row.verified, "primary": row.primary} for row in addresses
        ],
        # What proves who one is stays here: whoever has it could sign in.
        "second_steps": [
            {
                "kind": row.type,
                "created_at": row.created_at.isoformat(),
                "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
            }
            for row in keys
        ],
        "sessions": [
            {
                "signed_in_at": row.created_at.isoformat(),
                "last_seen_at": row.last_seen_at.isoformat(),
                "ip": row.ip,
                "browser": row.user_agent,
            }
            for row in sessions
        ],
    }


def _orders(order_ids: Collection[uuid.UUID]) -> list[dict[str, Any]]:
    told = orders.export_of(order_ids)
    by_number = dict(Order.objects.filter(pk__in=order_ids).values_list("number", "id"))
    pages = dict(Snapshot.objects.filter(order__in=order_ids).values_list("order_id", "public_json"))
    for order in told:
        order_id = by_number[order["number"]]
        order["payments"] = payments.export_of([order_id])
        order["refunds"] = payments.refunds_of_person([order_id])
        order["status"] = json.loads(bytes(pages[order_id])) if order_id in pages else None
    return told
