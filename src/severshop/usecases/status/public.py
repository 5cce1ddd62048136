"""What a public page may know of an order, as JSON. Documented in docs/reference/status-json.md.

Pure: the same story at the same moment gives the same document. It never holds a name, a
street or an e-mail address: none of them is in a story, and the carrier's free text, which may
name who signed, stays with the staff.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from severshop.domain.carriers.registry import carrier_name, carrier_url
from severshop.domain.tracking.carrying import Hand, Hands
from severshop.domain.tracking.queries import HeardScan
from severshop.usecases.status.claims import claims_json
from severshop.usecases.status.facts import OrderStory, ParcelStory
from severshop.usecases.status.outlook import NOTHING_WRONG, Delay, Outlook, delay_json
from severshop.usecases.status.returns import returns_json
from severshop.usecases.status.withdrawals import withdrawals_json
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.statuses import HEADLINES, Attention, OrderStatus
from severshop.vocabulary.watching import Answer, Level
from severshop.vocabulary.windows import DeliveryWindow

NEWEST_SCANS = 40
EVENING = time(20, 0)
"""By when a day's parcels have been brought, and by when the warehouse hands over."""
MORNING = time(7, 0)
"""From when, on a day, what may be chosen from it on may be chosen: the watch has ruled by then."""
SCAN_EXPECTED_WITHIN_DAYS = 1
"""Business days after the hand-over or a scan within which carriers normally scan again."""

OVER = frozenset({OrderStatus.DELIVERED, OrderStatus.CANCELLED})
NOT_COMING = frozenset({Attention.LOST, Attention.DAMAGED, Attention.RETURNING})
"""What no day can be named for: it is not on its way to the shopper."""

Json = dict[str, Any]
Step = tuple[str, datetime]
"""What is expected, and by when."""


def public_status(story: OrderStory, *, steps: list[Step], zone: tzinfo, outlook: Outlook = NOTHING_WRONG) -> Json:
    """Return the document without `version` and `updated_at`, which belong to its writing. `zone` is the shop's.

    `steps` are the order's `next_steps`, `outlook` is what the watch says of it.
    """
    order, state = story.order, story.state
    delay = outlook.delay if state.status not in OVER else None
    return {
        "number": order.number,
        "language": order.language,
        "placed_at": _moment(order.placed_at, zone),
        "status": state.status,
        "headline": HEADLINES[state.status],
        "attention": state.attention or (Attention.DELAYED if delay else None),
        "arrival": _arrival(story, zone, delay=delay),
        "promised": _window(story.promised.first) if story.promised else None,
        "steps": [
            {"status": OrderStatus.RECEIVED, "at": _moment(state.received_at, zone)},
            {"status": OrderStatus.IN_PROCESS, "at": _moment(state.in_process_at, zone)},
            {"status": OrderStatus.SHIPPED, "at": _moment(state.shipped_at, zone)},
            {"status": OrderStatus.DELIVERED, "at": _moment(state.delivered_at, zone)},
        ],
        "parcels_total": state.parcels_total,
        "parcels_delivered": state.parcels_delivered,
        "next": [{"code": code, "by": by.isoformat()} for code, by in steps],
        "parcels": [_parcel(parcel, zone) for parcel in story.parcels],
        "items": [
            {
                "line": line.position,
                "name": line.name,
                "variant": line.variant,
                "quantity": line.quantity,
                "packed": state.packed.get(line.position, 0),
                "cancelled": line.cancelled,
                "silhouette": line.silhouette,
                "tint": line.tint,
            }
            for line in order.lines
        ],
        "destination": {"city": order.city, "region": order.region, "country": order.country},
        "delivery_option": order.delivery_option,
        "delay": delay_json(delay, zone=zone),
        "returns": returns_json(story.returns, zone=zone, parcel_json=_parcel),
        "claims": claims_json(story.claims, zone=zone),
        "makes_good": story.makes_good,
        "withdrawals": withdrawals_json(story.withdrawals, order=order, returns=story.returns, zone=zone),
    }


def next_steps(story: OrderStory, *, zone: tzinfo, outlook: Outlook = NOTHING_WRONG) -> list[Step]:
    """Return what is expected next and by when, soonest first. Only what the shop can stand by."""
    status = story.state.status
    if status in OVER:
        return []
    delay = outlook.delay
    if delay and delay.level is Level.LOST:
        # Nothing is expected of what nobody sees any more, but of the shop.
        return _when_lost(story, delay, zone)
    steps = []
    if status in {OrderStatus.RECEIVED, OrderStatus.IN_PROCESS} and story.promised and story.promised.newest_ships_by:
        steps.append(("hand_over", _evening(story.promised.newest_ships_by, zone)))
    steps += [step for parcel in story.parcels if (step := _parcel_step(parcel, zone))]
    if arrives_on := _arrives_on(story, zone):
        steps.append(("arrive", _evening(arrives_on, zone)))
    if outlook.asks_at and any(code in {"first_scan", "next_scan"} for code, _by in steps):
        steps.append(("we_ask_carrier", outlook.asks_at.astimezone(zone)))
    return sorted({*steps, *(_when_late(delay, zone) if delay else ())}, key=lambda step: step[1])


def refresh_due_at(story: OrderStory, *, steps: list[Step], zone: tzinfo, now: datetime) -> datetime | None:
    """Return when the words change by age alone: a step comes due, or the promised days end."""
    if story.state.status in OVER:
        return None
    moments = [by for _code, by in steps]
    if story.promised:
        moments.append(datetime.combine(story.promised.newest.latest + timedelta(days=1), time(0, 0, 1), tzinfo=zone))
    return min((moment for moment in moments if moment > now), default=None)


def _when_late(delay: Delay, zone: tzinfo) -> Iterator[Step]:
    notice = delay.notice
    if notice and notice.answer_by and notice.answer is not Answer.CANCEL:
        yield "answer", notice.answer_by.astimezone(zone)
    if delay.end_from:
        yield "end", _morning(delay.end_from, zone)


def _when_lost(story: OrderStory, delay: Delay, zone: tzinfo) -> list[Step]:
    if story.state.attention in {Attention.DAMAGED, Attention.RETURNING} or not delay.choose_from:
        return []
    if any(one.stands for one in story.claims if one.claim.parcel == delay.parcel):
        # It has been chosen.
        return []
    return [("choose", _morning(delay.choose_from, zone))]


def _arrives_on(story: OrderStory, zone: tzinfo) -> date | None:
    """Return the day that can be named for the arrival: none for what is to be collected, held up or not coming."""
    if story.state.attention in NOT_COMING:
        return None
    stages = [parcel.stage for parcel in story.parcels if not parcel.facts.delivered_at]
    if any(stage.milestone in {Milestone.PICKUP_READY, Milestone.DELAYED} for stage in stages):
        return None
    rounds = [stage.at for stage in stages if stage.milestone is Milestone.OUT_FOR_DELIVERY and stage.at]
    if rounds and len(rounds) == len(stages):
        return max(rounds).astimezone(zone).date()
    return story.promised.newest.latest if story.promised else None


def _parcel_step(parcel: ParcelStory, zone: tzinfo) -> tuple[str, datetime] | None:
    shipped_at = parcel.facts.shipped_at
    if shipped_at is None or parcel.facts.delivered_at:
        return None
    if parcel.stage.milestone is Milestone.PICKUP_READY:
        return None
    if parcel.facts.first_physical_at is None:
        return "first_scan", _business_days_after(shipped_at, zone)
    at = parcel.stage.at
    is_moving = parcel.stage.milestone in {Milestone.ACCEPTED, Milestone.IN_TRANSIT, Milestone.DELAYED}
    return ("next_scan", _business_days_after(at, zone)) if is_moving and at else None


def _business_days_after(moment: datetime, zone: tzinfo) -> datetime:
    day = moment.astimezone(zone).date()
    left = SCAN_EXPECTED_WITHIN_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() <= 5  # noqa: PLR2004 - Monday to Friday
    return _evening(day, zone)


@lru_cache(maxsize=256)
def _morning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone)


@lru_cache(maxsize=256)
def _evening(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, EVENING, tzinfo=zone)


def _arrival(story: OrderStory, zone: tzinfo, *, delay: Delay | None) -> Json:
    state = story.state
    window = _window(story.promised.newest) if story.promised else {"earliest": None, "latest": None}
    is_revised = story.promised is not None and story.promised.newest != story.promised.first
    moving = [parcel for parcel in story.parcels if parcel.facts.shipped_at and not parcel.facts.delivered_at]
    milestones = {parcel.stage.milestone for parcel in moving}
    is_lost = delay is not None and delay.level is Level.LOST
    if state.status is OrderStatus.DELIVERED:
        return {"kind": "delivered", **window, "revised": is_revised, "at": _local_delivery(story, zone)}
    if state.status is OrderStatus.CANCELLED or state.attention in NOT_COMING or is_lost:
        return {"kind": "none", "earliest": None, "latest": None, "revised": is_revised, "at": None}
    if Milestone.PICKUP_READY in milestones:
        kind = "pickup"
    elif Milestone.OUT_FOR_DELIVERY in milestones:
        kind = "today"
    elif window["latest"] is None or (state.attention == "delayed" and not (is_revised and delay)):
        kind = "late"
    else:
        kind = "window"
    return {"kind": kind, **window, "revised": is_revised, "at": None}


def _local_delivery(story: OrderStory, zone: tzinfo) -> str | None:
    """Return the moment of the last delivery, in the offset of the place where it happened."""
    moments = [parcel.stage.delivered_at for parcel in story.parcels if parcel.stage.delivered_at]
    return _iso(max(moments)) if moments else _moment(story.state.delivered_at, zone)


def _window(window: DeliveryWindow) -> Json:
    return {"earliest": window.earliest.isoformat(), "latest": window.latest.isoformat()}


def _parcel(story: ParcelStory, zone: tzinfo) -> Json:
    parcel, stage = story.parcel, story.stage
    return {
        "position": parcel.position,
        "milestone": stage.milestone,
        "reason": stage.reason,
        "carrier": parcel.carrier,
        "carrier_name": carrier_name(parcel.carrier),
        "tracking_number": parcel.tracking_number,
        "carrier_url": carrier_url(parcel.carrier, parcel.tracking_number),
        "legs": [_leg(hand) for hand in story.hands.hands] if story.hands else [],
        "packed_at": _moment(parcel.packed_at, zone),
        "handed_over_at": _moment(story.facts.shipped_at, zone),
        "delivered_at": _iso(stage.delivered_at) if stage.delivered_at else None,
        "last_scan_at": _iso(story.scans[0].scan.occurred_at) if story.scans else None,
        "last_heard_at": _moment(max((heard.heard_at for heard in story.scans), default=None), zone),
        "not_known_at": _moment(story.not_known_at, zone),
        "carrier_estimate": story.carrier_estimate.isoformat() if story.carrier_estimate else None,
        "place": _place(stage.place),
        "items": [{"line": line, "quantity": quantity} for line, quantity in sorted(parcel.units.items())],
        "scans_total": len(story.scans),
        "scans": [
            _scan(heard) | _told_by(heard, story.hands) if story.hands else _scan(heard)
            for heard in story.scans[:NEWEST_SCANS]
        ],
    }


def _leg(hand: Hand) -> Json:
    return {
        "carrier": hand.carrier,
        "carrier_name": carrier_name(hand.carrier),
        "tracking_number": hand.number,
        "carrier_url": carrier_url(hand.carrier, hand.number),
        "has_it": hand.has_it,
    }


def _told_by(heard: HeardScan, hands: Hands) -> Json:
    carrier = hands.teller(heard.scan)
    return {"carrier": carrier, "carrier_name": carrier_name(carrier)} if carrier else {}


def _scan(heard: HeardScan) -> Json:
    scan = heard.scan
    return {
        "at": _iso(scan.occurred_at),
        "offset_known": scan.offset_known,
        "milestone": scan.milestone,
        "reason": scan.reason,
        "code": scan.code,
        "place": _place(scan.place),
    }


def _place(place: Place) -> Json:
    return {"city": place.city, "region": place.region, "country": place.country}


def _moment(moment: datetime | None, zone: tzinfo) -> str | None:
    return _iso(moment.astimezone(zone)) if moment else None


def _iso(moment: datetime) -> str:
    return moment.isoformat("T", "seconds")
