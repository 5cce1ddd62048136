"""What comes back of an order: each return with its parcel, how far it is, and what the public may know of it."""

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from severshop.domain.fulfilment.facts import ask_packed_parcels
from severshop.domain.orders.replacements import payer_of
from severshop.domain.payments.books import first_causes, refunds_of
from severshop.domain.payments.refunds import NOT_PAID, RefundState
from severshop.domain.returns.queries import ReturnRecord, cause_of, returns_of
from severshop.domain.returns.rules import OVER, ReturnFacts, state_of
from severshop.domain.tracking.carrying import Hands
from severshop.domain.tracking.queries import HeardScan
from severshop.domain.tracking.reports import ParcelReport
from severshop.usecases.status.exchanges import exchange_orders, exchanged_at, pair_json, wants_of
from severshop.usecases.status.parcels import NOTHING, ParcelStory, parcel_story
from severshop.usecases.status.replaced import Replaced, replaced_json
from severshop.vocabulary.policies import INSPECTED_WITHIN_DAYS
from severshop.vocabulary.returning import ReturnState, Wants
from severshop.vocabulary.ways import Way

type Json = dict[str, Any]


class ReturnStory(NamedTuple):
    """A return, its parcel where it has one, and what both add up to."""

    record: ReturnRecord
    parcel: ParcelStory | None
    facts: ReturnFacts
    state: ReturnState
    exchanged_for: tuple[Replaced, ...] = ()
    """The orders that bring other pairs, the oldest first."""


class _Money(NamedTuple):
    """When what followed from a cause was paid back, and when a bank was faster."""

    paid: Mapping[str, datetime]
    overtaken: Mapping[str, datetime]


def tell_returns(
    order_ids: Collection[uuid.UUID],
    *,
    scans: Mapping[uuid.UUID, list[HeardScan]],
    reports: Mapping[uuid.UUID, ParcelReport],
    hands: Mapping[uuid.UUID, Hands],
) -> dict[uuid.UUID, tuple[ReturnStory, ...]]:
    """Return the orders' returns, the oldest first. What was heard of parcels is given by their ids."""
    asked = ask_packed_parcels(order_ids, way=Way.BACK)
    parcels = {
        parcel.id: parcel_story(parcel, scans.get(parcel.id, []), reports.get(parcel.id, NOTHING), hands.get(parcel.id))
        for found in asked().values()
        for parcel in found
    }
    found = returns_of(order_ids)
    sent = exchange_orders(record for records in found.values() for record in records)
    return {
        order_id: tuple(
            _story(record, parcels, money=_money(payer_of(order_id)))._replace(exchanged_for=sent.get(record.id, ()))
            for record in records
        )
        for order_id, records in found.items()
    }


def returns_json(
    stories: Collection[ReturnStory], *, zone: tzinfo, parcel_json: Callable[[ParcelStory, tzinfo], Json]
) -> list[Json]:
    """Return what the public document says of returns: no reasons, no words of the shopper, no photos."""
    return [_json(story, zone=zone, parcel_json=parcel_json) for story in stories]


def send_by(record: ReturnRecord, *, zone: tzinfo) -> date:
    """Return until when a return is to be handed in, by the policy that it keeps."""
    return record.requested_at.astimezone(zone).date() + timedelta(days=int(record.policy["send_back_days"]))


def settled_by(story: ReturnStory, *, zone: tzinfo) -> date:
    """Return by when the money is paid back, once the return is here: by law from the announcement on.

    Directive 2011/83/EU Art. 13(1) and (3): the shop may wait until it has the goods, no longer.
    """
    law = story.record.requested_at.astimezone(zone).date() + timedelta(days=int(story.record.policy["refund_days"]))
    here = story.facts.arrived_at or story.facts.received_at
    days = timedelta(days=inspected_within_days(story.record.policy))
    return max(law, here.astimezone(zone).date() + days) if here else law


def inspected_within_days(policy: Mapping[str, Any]) -> int:
    """Return within how many days of its arrival something is looked at, by the policy that a return keeps.

    What was announced before the policy said so has no figure of its own.
    """
    return int(policy.get("inspected_within_days", INSPECTED_WITHIN_DAYS))


def _story(record: ReturnRecord, parcels: Mapping[uuid.UUID, ParcelStory], *, money: _Money) -> ReturnStory:
    parcel = parcels.get(record.parcel_id) if record.parcel_id else None
    facts = ReturnFacts(
        units=record.units,
        requested_at=record.requested_at,
        cancelled_at=record.cancelled_at,
        under_way_at=parcel.stage.first_physical_at if parcel else None,
        arrived_at=parcel.stage.delivered_at if parcel else None,
        received_at=record.received_at,
        inspected_at=record.inspected_at,
        refunded_at=money.paid.get(cause_of(record.id)),
        exchanged_at=exchanged_at(record),
        sent_back_at=record.sent_back_at,
        closed_at=_closed_at(record, overtaken=money.overtaken),
        # What a bank has taken back is not waited for: what is exchanged beside it ends the return.
        wants=wants_of(record) - ({Wants.REFUND} if cause_of(record.id) in money.overtaken else set()),
    )
    return ReturnStory(record=record, parcel=parcel, facts=facts, state=state_of(facts))


def _closed_at(record: ReturnRecord, *, overtaken: Mapping[str, datetime]) -> datetime | None:
    """Return when it was over with nothing to pay: it had cost nothing, was paid elsewhere, or its bank took it."""
    if record.ended is None or Wants.EXCHANGE in wants_of(record):
        return None
    return overtaken.get(cause_of(record.id)) if record.ended.paid_minor else record.ended.at


def _money(order_id: uuid.UUID) -> _Money:
    """Return when what followed from which cause was paid back; not yet, while some of it is on its way."""
    paid: dict[str, datetime] = {}
    overtaken: dict[str, datetime] = {}
    waiting = set()
    refunds = refunds_of(order_id)
    causes = first_causes(refunds)
    for refund in refunds:
        cause = ":".join(causes[refund.id].split(":")[:2])
        if refund.state is RefundState.OVERTAKEN and refund.ended_at:
            overtaken[cause] = max(overtaken.get(cause, refund.ended_at), refund.ended_at)
        if refund.state in NOT_PAID:
            continue
        if refund.ended_at is None:
            waiting.add(cause)
        else:
            paid[cause] = max(paid.get(cause, refund.ended_at), refund.ended_at)
    return _Money(
        paid={cause: moment for cause, moment in paid.items() if cause not in waiting},
        overtaken={cause: moment for cause, moment in overtaken.items() if cause not in waiting},
    )


def _json(story: ReturnStory, *, zone: tzinfo, parcel_json: Callable[[ParcelStory, tzinfo], Json]) -> Json:
    record, facts = story.record, story.facts
    moments = (
        (ReturnState.ANNOUNCED, facts.requested_at),
        (ReturnState.UNDER_WAY, facts.under_way_at),
        (ReturnState.RECEIVED, facts.arrived_at or facts.received_at),
        (ReturnState.INSPECTED, facts.inspected_at),
        (ReturnState.REFUNDED, facts.refunded_at),
        (ReturnState.EXCHANGED, facts.exchanged_at),
        (ReturnState.SENT_BACK, facts.sent_back_at),
        (ReturnState.CLOSED, facts.closed_at if story.state is ReturnState.CLOSED else None),
        (ReturnState.CANCELLED, facts.cancelled_at if story.state is ReturnState.CANCELLED else None),
    )
    return {
        "position": record.position,
        "number": record.number,
        "state": story.state,
        "way_back_paid_by": record.way_back_paid_by,
        "steps": [{"state": state, "at": _moment(at, zone)} for state, at in moments if at],
        "next": _next(story, zone=zone),
        "missing": record.missing,
        "items": [
            {"line": line.position, "quantity": line.quantity, "exchange": pair_json(line.exchange)}
            for line in record.lines
        ],
        "exchange_orders": [replaced_json(one) for one in story.exchanged_for],
        "parcel": parcel_json(story.parcel, zone) if story.parcel else None,
    }


def _next(story: ReturnStory, *, zone: tzinfo) -> Json | None:
    """Return what is expected next: `by` is a day, where one can be named."""
    by: date | None = None
    match story.state:
        case ReturnState.ANNOUNCED:
            code, by = "hand_in", send_by(story.record, zone=zone)
        case ReturnState.UNDER_WAY:
            code = "arrive"
        case ReturnState.RECEIVED if story.record.missing and story.record.ended:
            code, by = "send_rest", send_by(story.record, zone=zone)
        case ReturnState.RECEIVED:
            code, by = "inspect", settled_by(story, zone=zone)
        case ReturnState.INSPECTED if Wants.EXCHANGE in story.facts.wants and not story.facts.exchanged_at:
            code = "exchange"
        case ReturnState.INSPECTED:
            code, by = "refund", settled_by(story, zone=zone)
        case ReturnState.REFUSED:
            code = "collect" if story.record.is_kept_here else "send_back"
        case state if state in OVER:
            return None
    return {"code": code, "by": by.isoformat() if by else None}


def _moment(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat("T", "seconds") if moment else None
