"""A parcel in the public JSON as typed values: on its way to the shopper, or back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan


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


def read_parcel(raw: dict[str, Any]) -> Parcel:
    """Return a parcel; codes that this version does not know read as unknown."""
    legs = tuple(_leg(leg) for leg in raw.get("legs", ()))
    now = next((leg for leg in legs if leg.has_it), _leg(raw))
    return Parcel(
        position=raw["position"],
        milestone=known(Milestone, raw["milestone"], Milestone.UNKNOWN),
        reason=known(Reason, raw["reason"], Reason.NONE),
        carrier_name=now.carrier_name,
        tracking_number=now.tracking_number,
        carrier_url=now.carrier_url,
        legs=legs,
        tellers=tuple(scan.get("carrier_name") or now.carrier_name for scan in raw["scans"]) if legs else (),
        packed_at=moment(raw["packed_at"]),
        handed_over_at=moment(raw["handed_over_at"]),
        delivered_at=moment(raw["delivered_at"]),
        last_scan_at=moment(raw["last_scan_at"]),
        last_heard_at=moment(raw["last_heard_at"]),
        not_known_at=moment(raw.get("not_known_at")),
        place=read_place(raw["place"] or {}),
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
        milestone=known(Milestone, raw["milestone"], Milestone.UNKNOWN),
        reason=known(Reason, raw["reason"], Reason.NONE),
        place=read_place(raw["place"] or {}),
        offset_known=raw["offset_known"],
    )


def read_place(raw: Mapping[str, Any]) -> Place:
    """Return a place, of which any part may be missing."""
    return Place(city=raw.get("city") or "", region=raw.get("region") or "", country=raw.get("country") or "")


def moment(value: str | None) -> datetime | None:
    """Return a moment with its offset; None for none."""
    return datetime.fromisoformat(value) if value else None


def known[Code](codes: type[Code], value: Any, otherwise: Any) -> Any:
    """Return the code, or `otherwise` for one that this version does not know."""
    try:
        return codes(value)  # type: ignore[call-arg]
    except ValueError:
        return otherwise
