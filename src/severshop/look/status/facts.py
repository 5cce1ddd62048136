"""The public JSON of an order as typed values. Its fields: docs/reference/status-json.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from severshop.look.status.claim_facts import ClaimFact, read_claims
from severshop.look.status.exchange_facts import PairFact, PairOrderFact, read_pair_orders, read_pairs
from severshop.look.status.parcel_facts import Parcel, known, moment, read_parcel, read_place
from severshop.look.status.withdrawals import WithdrawnFact, read_withdrawals
from severshop.vocabulary.places import Place
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import ReturnState
from severshop.vocabulary.statuses import Attention, OrderStatus
from severshop.vocabulary.watching import Answer, Level, Trouble
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """`is_revised`: the dates are others than those of the checkout."""

    kind: str
    window: DeliveryWindow | None
    at: datetime | None
    is_revised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Wait, or cancel? `by` is the last moment for an answer."""

    by: datetime
    silence_is_consent: bool
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """What the watch found, and what is done about it. `parcel` is a position; none while nothing has left."""

    level: Level
    trouble: Trouble
    parcel: int | None
    since: datetime
    investigated_since: datetime | None = None
    choose_from: date | None = None
    offered_at: datetime | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    status: OrderStatus
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What happens next, and the latest moment for it."""

    code: str
    by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFact:
    """A return. `next_code` is empty when nothing is expected any more; units by the line's position."""

    position: int
    number: str
    state: ReturnState
    way_back_paid_by: Payer
    steps: tuple[tuple[ReturnState, datetime], ...]
    next_code: str
    next_by: date | None
    units: Mapping[int, int]
    parcel: Parcel | None
    pairs: tuple[PairFact, ...] = ()
    pair_orders: tuple[PairOrderFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    line: int
    name: str
    variant: str
    quantity: int
    packed: int
    cancelled: int
    silhouette: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    version: int
    number: str
    language: str
    placed_at: datetime
    updated_at: datetime
    status: OrderStatus
    attention: Attention | None
    arrival: Arrival
    promised: DeliveryWindow | None
    steps: tuple[Step, ...]
    commitments: tuple[Commitment, ...]
    parcels: tuple[Parcel, ...]
    parcels_total: int
    parcels_delivered: int
    items: tuple[Item, ...]
    destination: Place
    delivery_option: str
    delay: Delay | None = None
    withdrawals: tuple[WithdrawnFact, ...] = ()
    returns: tuple[ReturnFact, ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    makes_good: bool = False
    """It was not bought: it stands in for something of another order."""


def read_facts(body: bytes) -> StatusFacts:
    """Return the facts in a public JSON. Codes that this version does not know read as unknown."""
    raw = json.loads(body)
    return StatusFacts(
        version=raw["version"],
        number=raw["number"],
        language=raw.get("language", "en"),
        placed_at=datetime.fromisoformat(raw["placed_at"]),
        updated_at=datetime.fromisoformat(raw["updated_at"]),
        status=OrderStatus(raw["status"]),
        attention=known(Attention, raw["attention"], None),
        arrival=Arrival(
            kind=raw["arrival"]["kind"],
            window=_window(raw["arrival"]),
            at=moment(raw["arrival"].get("at")),
            is_revised=raw["arrival"].get("revised", False),
        ),
        promised=_window(raw["promised"] or {}),
        steps=tuple(Step(status=OrderStatus(step["status"]), at=moment(step["at"])) for step in raw["steps"]),
        commitments=tuple(Commitment(code=step["code"], by=datetime.fromisoformat(step["by"])) for step in raw["next"]),
        parcels=tuple(read_parcel(parcel) for parcel in raw["parcels"]),
        parcels_total=raw["parcels_total"],
        parcels_delivered=raw["parcels_delivered"],
        items=tuple(_item(item) for item in raw["items"]),
        destination=read_place(raw["destination"]),
        delivery_option=raw["delivery_option"],
        delay=read_delay(raw.get("delay")),
        withdrawals=read_withdrawals(raw.get("withdrawals", [])),
        claims=read_claims(raw.get("claims", ())),
        makes_good=raw.get("makes_good", False),
        returns=tuple(_return(one) for one in raw.get("returns", ()) if one["state"] in set(ReturnState)),
    )


def read_delay(raw: dict[str, Any] | None) -> Delay | None:
    """Return what is said of a delay; None for none, and for one of a kind that this version does not know."""
    level, trouble = known(Level, (raw or {}).get("level"), None), known(Trouble, (raw or {}).get("trouble"), None)
    if not raw or level is None or trouble is None:
        return None
    asked, search = raw["question"], raw["investigation"]
    return Delay(
        level=level,
        trouble=trouble,
        parcel=raw["parcel"],
        since=datetime.fromisoformat(raw["since"]),
        investigated_since=moment(search["opened_at"]) if search else None,
        choose_from=date.fromisoformat(raw["choose_from"]) if raw["choose_from"] else None,
        offered_at=moment(raw["offered_at"]),
        question=Question(
            by=datetime.fromisoformat(asked["by"]),
            silence_is_consent=asked["silence_is_consent"],
            answer=known(Answer, asked["answer"], None),
        )
        if asked
        else None,
    )


def _return(raw: dict[str, Any]) -> ReturnFact:
    expected = raw["next"] or {}
    told = [step for step in raw["steps"] if step["state"] in set(ReturnState)]
    return ReturnFact(
        position=raw["position"],
        number=raw["number"],
        state=ReturnState(raw["state"]),
        way_back_paid_by=known(Payer, raw["way_back_paid_by"], Payer.SHOPPER),
        steps=tuple((ReturnState(step["state"]), datetime.fromisoformat(step["at"])) for step in told),
        next_code=expected.get("code", ""),
        next_by=date.fromisoformat(expected["by"]) if expected.get("by") else None,
        units={item["line"]: item["quantity"] for item in raw["items"]},
        parcel=read_parcel(raw["parcel"]) if raw["parcel"] else None,
        pairs=read_pairs(raw["items"]),
        pair_orders=read_pair_orders(raw.get("exchange_orders", [])),
    )


def _item(raw: dict[str, Any]) -> Item:
    return Item(
        line=raw["line"],
        name=raw["name"],
        variant=raw["variant"],
        quantity=raw["quantity"],
        packed=raw["packed"],
        cancelled=raw["cancelled"],
        silhouette=raw["silhouette"],
        tint=raw["tint"],
    )


def _window(raw: dict[str, Any]) -> DeliveryWindow | None:
    earliest, latest = raw.get("earliest"), raw.get("latest")
    if not (earliest and latest):
        return None
    return DeliveryWindow(date.fromisoformat(earliest), date.fromisoformat(latest))
