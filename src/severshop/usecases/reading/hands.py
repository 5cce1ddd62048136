"""All that needs a hand, in one pass: what the watch flagged, what carriers hold, what shoppers were asked."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from severshop.domain.fulfilment.models import Parcel
from severshop.domain.promises.facts import promised
from severshop.domain.snapshots.models import Snapshot
from severshop.domain.watch.hand import ORDER, STUCK, Situation, Urgency, urgency_of
from severshop.domain.watch.models import DelayNotice, Flag, Investigation
from severshop.vocabulary.routes import Route
from severshop.vocabulary.statuses import Attention, OrderStatus
from severshop.vocabulary.watching import Answer, Level, Trouble
from severshop.vocabulary.ways import Way

IN_THE_HOUSE = frozenset({OrderStatus.RECEIVED.value, OrderStatus.IN_PROCESS.value})
UNDER_WAY = IN_THE_HOUSE | {OrderStatus.SHIPPED.value}
NEVER = datetime.max.replace(tzinfo=UTC)


class Question(NamedTuple):
    """What a shopper was asked or answered: wait, or cancel. `cancelled_at` is when the answer was to cancel."""

    owed_at: datetime
    answer_by: datetime | None
    cancelled_at: datetime | None


class Search(NamedTuple):
    """An investigation that is open."""

    id: uuid.UUID
    opened_at: datetime
    asked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Something that needs a hand. `since` is when it began to; None where only the last scan tells.

    `parcel_id` is None for the part of an order that has not left, and where only the order is known.
    """

    order_id: uuid.UUID
    parcel_id: uuid.UUID | None = None
    urgency: Urgency
    situation: Situation
    since: datetime | None = None
    evidence: Mapping[str, Any]
    carrier: str = ""
    deadline: date | None = None
    search: Search | None = None
    question: Question | None = None


class _Stuck(NamedTuple):
    attention: Attention
    parcels: tuple[tuple[uuid.UUID, str], ...]
    deadline: date | None


def hands(*, now: datetime) -> list[Hand]:
    """Return all that needs a hand, the most urgent first; within a level by the day that was promised."""
    flags = list(
        Flag.objects.filter(cleared_at=None).values_list(
            "order_id", "parcel_id", "level", "trouble", "raised_at", "evidence", "parcel__carrier"
        )
    )
    stuck, questions, searches = _stuck(), _questions(now=now), _searches()
    found = [_flagged(*flag, stuck=stuck, questions=questions, searches=searches) for flag in flags]
    is_flagged = {flag[0] for flag in flags}
    found += [
        _held(order_id, one, question=questions.pop(order_id, None), searches=searches)
        for order_id, one in stuck.items()
        if order_id not in is_flagged
    ]
    found += [_asked(order_id, one) for order_id, one in questions.items()]
    found += [_searched(*one) for one in searches.values()]
    return sorted((hand for hand in found if hand), key=_order)


def hands_by_urgency(*, now: datetime) -> Counter[Urgency]:
    """Return how much needs a hand, by how urgent it is."""
    return Counter(hand.urgency for hand in hands(now=now))


def _order(hand: Hand) -> tuple[int, date, datetime, uuid.UUID]:
    return ORDER[hand.urgency], hand.deadline or date.max, hand.since or NEVER, hand.order_id


def _flagged(  # noqa: PLR0913 - the columns of a row
    order_id: uuid.UUID,
    parcel_id: uuid.UUID | None,
    level: str,
    trouble: str,
    raised_at: datetime,
    evidence: dict[str, Any],
    carrier: str | None,
    *,
    stuck: Mapping[uuid.UUID, _Stuck],
    questions: dict[uuid.UUID, Question],
    searches: dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID, str, Search]],
) -> Hand | None:
    question = questions.pop(order_id, None) if parcel_id is None else None
    found = searches.pop(parcel_id, None) if parcel_id else None
    search = found[3] if found else None
    held = stuck.get(order_id)
    situation = _situation(question, search)._replace(
        level=Level(level),
        trouble=Trouble(trouble),
        # A lost parcel has a flag of its own; another one of the same order is not lost by that.
        attention=held.attention if held and held.attention is not Attention.LOST else None,
        has_parcel=parcel_id is not None,
    )
    due = question.answer_by.date() if question and question.answer_by else None
    return _hand(
        order_id,
        situation,
        parcel_id=parcel_id,
        since=raised_at,
        evidence=evidence,
        carrier=carrier or _carrier_of(evidence.get("lane", "")),
        deadline=due or _day(evidence.get("deadline")),
        search=search,
        question=question,
    )


def _held(
    order_id: uuid.UUID,
    held: _Stuck,
    *,
    question: Question | None,
    searches: dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID, str, Search]],
) -> Hand | None:
    parcel_id = held.parcels[0][0] if len(held.parcels) == 1 else None
    found = searches.pop(parcel_id, None) if parcel_id else None
    search = found[3] if found else None
    carriers = {carrier for _id, carrier in held.parcels}
    return _hand(
        order_id,
        _situation(question, search)._replace(attention=held.attention, has_parcel=parcel_id is not None),
        parcel_id=parcel_id,
        question=question,
        carrier=carriers.pop() if len(carriers) == 1 else "",
        deadline=held.deadline,
        search=search,
    )


def _asked(order_id: uuid.UUID, question: Question) -> Hand | None:
    return _hand(
        order_id,
        _situation(question, None)._replace(has_parcel=False),
        since=question.cancelled_at or question.owed_at,
        deadline=question.answer_by.date() if question.answer_by else None,
        question=question,
    )


def _searched(order_id: uuid.UUID, parcel_id: uuid.UUID, carrier: str, search: Search) -> Hand | None:
    return _hand(
        order_id,
        _situation(None, search),
        parcel_id=parcel_id,
        since=search.opened_at,
        carrier=carrier,
        search=search,
    )


def _hand(order_id: uuid.UUID, situation: Situation, **told: Any) -> Hand | None:
    urgency = urgency_of(situation)
    if urgency is None:
        return None
    return Hand(order_id=order_id, urgency=urgency, situation=situation, **({"evidence": {}} | told))


def _situation(question: Question | None, search: Search | None) -> Situation:
    return Situation(
        is_asked=question is not None and question.cancelled_at is None,
        wants_to_cancel=question is not None and question.cancelled_at is not None,
        is_searched=search is not None,
        is_carrier_asked=search is not None and search.asked_at is not None,
    )


def _stuck() -> dict[uuid.UUID, _Stuck]:
    """Return the orders that a carrier holds or cannot deliver, with their parcels and promised days."""
    rows = Snapshot.objects.exclude(attention="").filter(
        attention__in=[one.value for one in STUCK], status__in=UNDER_WAY
    )
    attentions = dict(rows.values_list("order_id", "attention"))
    parcels: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    of_stuck = Parcel.objects.filter(order_id__in=rows.values("order_id"), way=Way.OUT)
    for order_id, parcel_id, carrier in of_stuck.values_list("order_id", "pk", "carrier"):
        parcels[order_id].append((parcel_id, carrier))
    promises = promised(list(attentions))
    return {
        order_id: _Stuck(
            Attention(attention),
            tuple(parcels[order_id]),
            promises[order_id].newest.latest if order_id in promises else None,
        )
        for order_id, attention in attentions.items()
    }


def _questions(*, now: datetime) -> dict[uuid.UUID, Question]:
    """Return what shoppers of open orders were asked and have not answered, or answered with "cancel"."""
    status = Snapshot.objects.filter(order_id=OuterRef("order_id")).values("status")[:1]
    rows = DelayNotice.objects.filter(offers_choice=True).annotate(status=Subquery(status)).filter(status__in=UNDER_WAY)
    newest: dict[uuid.UUID, DelayNotice] = {}
    cancelled: dict[uuid.UUID, datetime] = {}
    # Sorted here: to sort for us, the database would read all notices that ever were.
    for row in sorted(rows, key=lambda one: one.promise_version):
        newest[row.order_id] = row
        if row.answer == Answer.CANCEL and row.answered_at:
            cancelled[row.order_id] = row.answered_at
        elif row.answer:
            cancelled.pop(row.order_id, None)
    return dict(_open_ones(newest, cancelled, now=now))


def _open_ones(
    newest: Mapping[uuid.UUID, DelayNotice], cancelled: Mapping[uuid.UUID, datetime], *, now: datetime
) -> Iterator[tuple[uuid.UUID, Question]]:
    for order_id, row in newest.items():
        # Where silence is consent, the question is settled when its day is over.
        is_due = row.answer_by is not None and (not row.silence_is_consent or row.answer_by >= now)
        is_in_the_house = vars(row)["status"] in IN_THE_HOUSE
        if order_id in cancelled or (not row.answer and is_due and is_in_the_house):
            yield order_id, Question(row.owed_at, row.answer_by, cancelled.get(order_id))


def _searches() -> dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID, str, Search]]:
    """Return the open investigations by parcel: order, parcel, carrier, and the investigation."""
    rows = Investigation.objects.filter(closed_at=None).values_list(
        "order_id", "parcel_id", "parcel__carrier", "pk", "opened_at", "asked_at"
    )
    return {row[1]: (row[0], row[1], row[2], Search(*row[3:])) for row in rows}


def _carrier_of(lane: str) -> str:
    try:
        return Route.of_lane(lane).carrier
    except ValueError:
        return ""


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
