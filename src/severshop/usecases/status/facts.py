"""Gathers what the status of orders is made of, for many orders in a handful of reads."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from severshop.domain.fulfilment.facts import ask_packed_parcels, ask_picking_started
from severshop.domain.orders.queries import OrderCard, ask_order_cards
from severshop.domain.orders.rules import LineFacts, OrderFacts, OrderState, state_of
from severshop.domain.promises.facts import Promised, ask_promised
from severshop.domain.tracking.carrying import ask_hands
from severshop.domain.tracking.queries import ask_scans
from severshop.domain.tracking.reports import ask_reports
from severshop.domain.withdrawals.queries import WithdrawalRecord
from severshop.infra.db.reads import together
from severshop.usecases.status.aftercare_facts import CLAIMS, REPLACEMENTS, RETURNS, WITHDRAWALS, ask_cases
from severshop.usecases.status.claims import ClaimStory, tell_claims
from severshop.usecases.status.parcels import NOTHING, ParcelStory, parcel_story
from severshop.usecases.status.returns import ReturnStory, tell_returns
from severshop.usecases.status.withdrawals import tell_withdrawals

__all__ = ["OrderStory", "ParcelStory", "tell"]


class OrderStory(NamedTuple):
    """Everything that is known of an order, and what it adds up to."""

    order: OrderCard
    promised: Promised | None
    parcels: tuple[ParcelStory, ...]
    state: OrderState
    returns: tuple[ReturnStory, ...] = ()
    """What came, or comes, back; the oldest first."""
    withdrawals: tuple[WithdrawalRecord, ...] = ()
    """The oldest first."""
    claims: tuple[ClaimStory, ...] = ()
    """The oldest first."""
    makes_good: bool = False
    """It was not bought: it makes something of another order good."""


def tell(order_ids: Collection[uuid.UUID], *, today: date) -> list[OrderStory]:
    """Return the stories of the orders; `today` is the date at the warehouse."""
    with together():
        asked_orders, asked_parcels = ask_order_cards(order_ids), ask_packed_parcels(order_ids)
        asked_scans, asked_reports = ask_scans(order_ids), ask_reports(order_ids)
        asked_picked, asked_promises = ask_picking_started(order_ids), ask_promised(order_ids)
        asked_hands, asked_cases = ask_hands(order_ids), ask_cases(order_ids)
        orders, parcels = asked_orders(), asked_parcels()
        scans, reports = asked_scans(), asked_reports()
        picked, promises = asked_picked(), asked_promises()
        hands, cases = asked_hands(), asked_cases()
    came_back = tell_returns(cases[RETURNS], scans=scans, reports=reports, hands=hands) if cases else {}
    withdrawn = tell_withdrawals(cases[WITHDRAWALS]) if cases else {}
    claimed = tell_claims(cases[CLAIMS]) if cases else {}
    stories = []
    for order_id, order in orders.items():
        own = tuple(
            parcel_story(parcel, scans.get(parcel.id, []), reports.get(parcel.id, NOTHING), hands.get(parcel.id))
            for parcel in parcels.get(order_id, ())
        )
        promise = promises.get(order_id)
        facts = OrderFacts(
            placed_at=order.placed_at,
            lines=tuple(
                LineFacts(position=line.position, quantity=line.quantity, cancelled=line.cancelled)
                for line in order.lines
            ),
            picking_started_at=picked.get(order_id),
            parcels=tuple(story.facts for story in own),
            promised_until=promise.newest.latest if promise else None,
            cancellation_requested=order.cancellation_requested,
        )
        stories.append(
            OrderStory(
                order=order,
                promised=promise,
                parcels=own,
                state=state_of(facts, today=today),
                returns=came_back.get(order_id, ()),
                withdrawals=withdrawn.get(order_id, ()),
                claims=claimed.get(order_id, ()),
                makes_good=bool(cases) and order_id in cases[REPLACEMENTS],
            )
        )
    return stories
