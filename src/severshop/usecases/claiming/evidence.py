"""What is known of a parcel when it is claimed: gathered by itself, and kept with the claim as it was."""

from datetime import datetime
from typing import Any

from severshop.domain.watch.claim_offers import Offer
from severshop.domain.watch.investigations import InvestigationRecord, investigations_of
from severshop.domain.watch.queries import OpenFlag, open_flags
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.usecases.watching.dossier import dossier_of


def evidence_of(story: OrderStory, own: ParcelStory, *, offer: Offer | None, now: datetime) -> dict[str, Any]:
    """Return all that is known, ready for JSON: promise, scans, how it was delivered, what was looked for.

    It names no person and no street: of a proof of delivery it keeps the way and the moment.
    """
    parcel_id, order_id = own.parcel.id, story.order.id
    flags = [flag for flag in open_flags([order_id]).get(order_id, []) if flag.parcel_id == parcel_id]
    searches = [search for search in investigations_of([order_id]) if search.parcel_id == parcel_id]
    return dossier_of(story, parcel_id) | {
        "gathered_at": now.isoformat(),
        "milestone": own.stage.milestone.value,
        "delivered": _delivered(own),
        "flags": [_flag(flag) for flag in flags],
        "investigations": [_search(search) for search in searches],
        "offered_at": offer.offered_at.isoformat() if offer else None,
    }


def _delivered(own: ParcelStory) -> dict[str, Any] | None:
    if own.stage.delivered_at is None:
        return None
    return {
        "at": own.stage.delivered_at.isoformat(),
        "how": own.stage.reason.value,
        "city": own.stage.place.city,
        "country": own.stage.place.country,
    }


def _flag(flag: OpenFlag) -> dict[str, Any]:
    return {"level": flag.level.value, "trouble": flag.trouble.value, "since": flag.raised_at.isoformat()}


def _search(search: InvestigationRecord) -> dict[str, Any]:
    return {
        "opened_at": search.opened_at.isoformat(),
        "asked_at": search.asked_at.isoformat() if search.asked_at else None,
        "closed_at": search.closed_at.isoformat() if search.closed_at else None,
        "outcome": search.outcome.value if search.outcome else None,
    }
