"""The public JSON of an order as typed values. Its fields: docs/reference/status-json.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from severshop.look.status.withdrawals import WithdrawnFact, read_withdrawals
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan
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
class Leg:
    """A number that a parcel travels under. `has_it`: its carrier has the parcel now, or brought it."""

    carrier_name: str
    tracking_number: str
    carrier_url: str
    has_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel. Where several carriers carry it one after the other, carrier and number are those of who has it."""

    position: int
    milestone: Milestone
    reason: Reason
    carrier_name: str
    tracking_number: str
    carrier_url: str
    legs: tuple[Leg, ...] = ()
    """All of its numbers, in the order in which they became known; empty where there is one."""
    tellers: tuple[str, ...] = ()
    """Who told of each of the scans, by name; empty where there is one carrier."""
    packed_at: datetime | None
    handed_over_at: datetime | None
    delivered_at: datetime | None
    last_scan_at: datetime | None
    last_heard_at: datetime | None
    not_known_at: datetime | None
    place: Place
    quantities: Mapping[int, int]
    scans: tuple[Scan, ...]
    scans_total: int


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
        attention=_known(Attention, raw["attention"], None),
        arrival=Arrival(
            kind=raw["arrival"]["kind"],
            window=_window(raw["arrival"]),
            at=_moment(raw["arrival"].get("at")),
            is_revised=raw["arrival"].get("revised", False),
        ),
        promised=_window(raw["promised"] or {}),
        steps=tuple(Step(status=OrderStatus(step["status"]), at=_moment(step["at"])) for step in raw["steps"]),
        commitments=tuple(Commitment(code=step["code"], by=datetime.fromisoformat(step["by"])) for step in raw["next"]),
        parcels=tuple(_parcel(parcel) for parcel in raw["parcels"]),
        parcels_total=raw["parcels_total"],
        parcels_delivered=raw["parcels_delivered"],
        items=tuple(_item(item) for item in raw["items"]),
        destination=_place(raw["destination"]),
        delivery_option=raw["delivery_option"],
        delay=read_delay(raw.get("delay")),
        withdrawals=read_withdrawals(raw.get("withdrawals", [])),
    )


def read_delay(raw: dict[str, Any] | None) -> Delay | None:
    """Return what is said of a delay; None for none, and for one of a kind that this version does not know."""
    level, trouble = _known(Level, (raw or {}).get("level"), None), _known(Trouble, (raw or {}).get("trouble"), None)
    if not raw or level is None or trouble is None:
        return None
    asked, search = raw["question"], raw["investigation"]
    return Delay(
        level=level,
        trouble=trouble,
        parcel=raw["parcel"],
        since=datetime.fromisoformat(raw["since"]),
        investigated_since=_moment(search["opened_at"]) if search else None,
        choose_from=date.fromisoformat(raw["choose_from"]) if raw["choose_from"] else None,
        offered_at=_moment(raw["offered_at"]),
        question=Question(
            by=datetime.fromisoformat(asked["by"]),
            silence_is_consent=asked["silence_is_consent"],
            answer=_known(Answer, asked["answer"], None),
        )
        if asked
        else None,
    )


def _parcel(raw: dict[str, Any]) -> Parcel:
    legs = tuple(_leg(leg) for leg in raw.get("legs", ()))
    now = next((leg for leg in legs if leg.has_it), _leg(raw))
    return Parcel(
        position=raw["position"],
        milestone=_known(Milestone, raw["milestone"], Milestone.UNKNOWN),
        reason=_known(Reason, raw["reason"], Reason.NONE),
        carrier_name=now.carrier_name,
        tracking_number=now.tracking_number,
        carrier_url=now.carrier_url,
        legs=legs,
        tellers=tuple(scan.get("carrier_name") or now.carrier_name for scan in raw["scans"]) if legs else (),
        packed_at=_moment(raw["packed_at"]),
        handed_over_at=_moment(raw["handed_over_at"]),
        delivered_at=_moment(raw["delivered_at"]),
        last_scan_at=_moment(raw["last_scan_at"]),
        last_heard_at=_moment(raw["last_heard_at"]),
        not_known_at=_moment(raw.get("not_known_at")),
        place=_place(raw["place"] or {}),
        quantities={item["line"]: item["quantity"] for item in raw["items"]},
        scans=tuple(_scan(scan) for scan in raw["scans"]),
        scans_total=raw["scans_total"],
    )


def _leg(raw: dict[str, Any]) -> Leg:
    return Leg(
        carrier_name=raw["carrier_name"],
        tracking_number=raw["tracking_number"],
        carrier_url=raw["carrier_url"] or "",
        has_it=raw.get("has_it", True),
    )


def _scan(raw: dict[str, Any]) -> Scan:
    # The carrier's own text stays behind: it is free text and may name somebody.
    return Scan(
        occurred_at=datetime.fromisoformat(raw["at"]),
        milestone=_known(Milestone, raw["milestone"], Milestone.UNKNOWN),
        reason=_known(Reason, raw["reason"], Reason.NONE),
        place=_place(raw["place"] or {}),
        offset_known=raw["offset_known"],
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


def _place(raw: dict[str, Any]) -> Place:
    return Place(city=raw.get("city") or "", region=raw.get("region") or "", country=raw.get("country") or "")


def _window(raw: dict[str, Any]) -> DeliveryWindow | None:
    earliest, latest = raw.get("earliest"), raw.get("latest")
    if not (earliest and latest):
        return None
    return DeliveryWindow(date.fromisoformat(earliest), date.fromisoformat(latest))


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _known[Code](codes: type[Code], value: Any, otherwise: Any) -> Any:
    try:
        return codes(value)  # type: ignore[call-arg]
    except ValueError:
        return otherwise
