"""Deciding a claim: refund or replacement, or neither. One transaction each, under the order's lock.

    grant         in the caller's transaction: by a rule, or for `grant_claim`
    grant_claim   a member of staff gives what was wished for, or the other
    refuse_claim  a member of staff says no, and why
    take_back     the shopper does not claim it any more

A claim ends once: that, the refund's cause and the replacement's key keep it from being made good twice.
"""

import uuid
from datetime import datetime

from django.db import transaction

from severshop.domain.audit.actions import note as audit
from severshop.domain.claims.actions import ClaimEndedError, end_claim
from severshop.domain.claims.queries import ClaimRecord, claim
from severshop.domain.notifications.claim_mails import ClaimMail, about_a_claim
from severshop.domain.orders.replacements import payer_of
from severshop.infra.outbox.actions import NewEntry, put
from severshop.usecases.claiming.amounts import parts_for, still_due
from severshop.usecases.fulfilling.send_replacement import SoldOutError, send_replacement
from severshop.usecases.paying.behind import lock_with_money
from severshop.usecases.paying.refund import request_locked
from severshop.usecases.refresh_status import refresh_locked
from severshop.vocabulary.claiming import ClaimEnd, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.refunds import Why

__all__ = [
    "ClaimEndedError",
    "NothingLeftError",
    "NothingToPayBackError",
    "SoldOutError",
    "UnknownClaimError",
    "grant",
    "grant_claim",
    "refuse_claim",
    "take_back",
]

MOST_WORDS = 200


class UnknownClaimError(LookupError):
    """There is no such claim."""


class NothingLeftError(Exception):
    """Meanwhile all of its pieces were paid back or cancelled, or come back in a return."""


class NothingToPayBackError(Exception):
    """Nothing that was paid here for the pieces is left to pay back."""


def grant(found: ClaimRecord, remedy: Remedy, *, by: uuid.UUID | None, note: str = "", now: datetime) -> None:
    """Give what a claim asks for, in the caller's transaction; `by` None is a rule.

    The caller has locked the order and the one that was paid for it (`lock_with_money`). Pieces for which something
    was given meanwhile are left out.
    Raises `ClaimEndedError`, `NothingLeftError`, `NothingToPayBackError`, `SoldOutError`: each must undo the
    caller's transaction.
    """
    units = still_due(found.order_id, found.units)
    if not units:
        raise NothingLeftError(found.id)
    replacement_id = None
    if remedy is Remedy.REFUND:
        parts = parts_for(found.order_id, units)
        if not parts:
            raise NothingToPayBackError(found.id)
        request_locked(payer_of(found.order_id), parts, why=Why.CLAIM, cause=found.cause, by=by, now=now)
    else:
        replacement_id = send_replacement(
            order_id=found.order_id, lines=units, because=found.kind.value, key=found.cause, now=now
        )
    end = ClaimEnd(remedy.value)
    end_claim(found.id, end, by=by, note=note.strip()[:MOST_WORDS], replacement_id=replacement_id, now=now)
    _audit("grant claim", found, by=by, now=now, came_to=end.value)
    put([_decided(found)], now=now)


@transaction.atomic
def grant_claim(claim_id: uuid.UUID, remedy: Remedy, *, by: uuid.UUID, now: datetime, note: str = "") -> ClaimRecord:
    """Give refund or replacement; `note` is what the shopper is told. What was decided before stays as it is.

    Raises `UnknownClaimError`, `NothingLeftError`, `NothingToPayBackError`, `SoldOutError`.
    """
    found = _locked(claim_id)
    if found.end is None:
        grant(found, remedy, by=by, note=note, now=now)
        refresh_locked([found.order_id], now=now)
    return _known(claim_id)


@transaction.atomic
def refuse_claim(
    claim_id: uuid.UUID, why: WhyClaimRefused, *, by: uuid.UUID, now: datetime, note: str = ""
) -> ClaimRecord:
    """Grant nothing, and say why. What was decided before stays as it is. Raises `UnknownClaimError`."""
    found = _locked(claim_id)
    if found.end is None:
        words = note.strip()[:MOST_WORDS]
        end_claim(found.id, ClaimEnd.REFUSED, by=by, note=words, why_refused=why, now=now)
        _audit("refuse claim", found, by=by, now=now, came_to=why.value)
        put([_decided(found)], now=now)
        refresh_locked([found.order_id], now=now)
    return _known(claim_id)


@transaction.atomic
def take_back(order_id: uuid.UUID, claim_id: uuid.UUID, *, now: datetime) -> bool:
    """End an open claim because its shopper says so; tell whether it was open.

    Raises `UnknownClaimError`, for another order's claim too.
    """
    found = _locked(claim_id)
    if found.order_id != order_id:
        raise UnknownClaimError(claim_id)
    if found.end is not None:
        return False
    end_claim(found.id, ClaimEnd.WITHDRAWN, by=None, now=now)
    refresh_locked([order_id], now=now)
    return True


def _locked(claim_id: uuid.UUID) -> ClaimRecord:
    """Return the claim, as it stands once its order is locked."""
    lock_with_money(_known(claim_id).order_id)
    return _known(claim_id)


def _known(claim_id: uuid.UUID) -> ClaimRecord:
    found = claim(claim_id)
    if found is None:
        raise UnknownClaimError(claim_id)
    return found


def _decided(found: ClaimRecord) -> NewEntry:
    return about_a_claim(ClaimMail.DECIDED, claim_id=found.id, order_id=found.order_id)


def _audit(act: str, found: ClaimRecord, *, by: uuid.UUID | None, now: datetime, came_to: str) -> None:
    detail = {"kind": found.kind.value, "came_to": came_to}
    audit(act, by=by, at=now, order_id=found.order_id, about=f"claim {found.id}", detail=detail)
