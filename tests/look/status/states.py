"""The states that an order's page can be in, as its public JSON. `NOW` is Tuesday 24 November, 09:00 in Cologne."""

import json
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NUMBER = "1Z999AA10123456784"
RUNNER = {
    "line": 1,
    "name": "Strada Runner",
    "variant": "Rust, EU 42",
    "quantity": 1,
    "packed": 1,
    "cancelled": 0,
    "silhouette": "runner",
    "tint": "#b4552d",
}
BOOT = RUNNER | {"line": 2, "name": "Fjord Boot", "variant": "Moss, EU 42", "silhouette": "boot", "tint": "#5d6b4f"}
REACHED = {"received": 1, "in_process": 2, "shipped": 3, "delivered": 4, "cancelled": 1}


def at(day: int, clock: str, offset: str = "+01:00") -> str:
    """A moment in November 2026."""
    return f"2026-11-{day:02d}T{clock}:00{offset}"


def place(city: str = "Cologne", country: str = "DE") -> dict[str, str]:
    return {"city": city, "region": "", "country": country}


def scan(moment: str, milestone: str, reason: str = "", *, known: bool = True, **where: str) -> dict[str, Any]:
    return {
        "at": moment,
        "offset_known": known,
        "milestone": milestone,
        "reason": reason,
        "code": "XX",
        "text": "LEFT WITH MRS GREENE AT NO 12",
        "place": place(**where),
    }


ACCEPTED = scan(at(23, "18:20"), "accepted")
ARRIVED = scan(at(24, "01:47"), "in_transit", "arrived")
DEPARTED = scan(at(24, "06:12"), "in_transit", "departed")


def parcel(*scans: dict[str, Any], position: int = 1, line: int = 1, **changes: Any) -> dict[str, Any]:
    """A parcel with its scans, newest first."""
    newest = scans[0] if scans else None
    delivered = next((s["at"] for s in scans if s["milestone"] == "delivered"), None)
    return {
        "position": position,
        "milestone": newest["milestone"] if newest else "label_created",
        "reason": newest["reason"] if newest else "",
        "carrier": "ups",
        "carrier_name": "UPS",
        "tracking_number": NUMBER,
        "carrier_url": f"https://www.ups.com/track?tracknum={NUMBER}",
        "packed_at": at(23, "15:02"),
        "handed_over_at": at(23, "16:40"),
        "delivered_at": delivered,
        "last_scan_at": newest["at"] if newest else None,
        "last_heard_at": newest["at"][:-9] + ":58+01:00" if newest else None,
        "place": newest["place"] if newest else place(""),
        "items": [{"line": line, "quantity": 1}],
        "scans_total": len(scans),
        "scans": list(scans),
    } | changes


def order(status: str, *parcels: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A page; dates are promised for 26 to 27 November unless said otherwise."""
    names = ("received", "in_process", "shipped", "delivered")
    moments = (at(21, "18:04"), at(23, "08:11"), at(23, "16:40"), at(26, "14:12"))
    window = {"earliest": "2026-11-26", "latest": "2026-11-27"}
    document = {
        "version": 7,
        "updated_at": at(24, "06:13"),
        "number": "BS-7K3M-94QX",
        "placed_at": at(21, "18:04"),
        "status": status,
        "headline": status,
        "attention": None,
        "arrival": {"kind": "window", **window, "at": None},
        "promised": window,
        "steps": [
            {"status": name, "at": moment if place < REACHED[status] else None}
            for place, (name, moment) in enumerate(zip(names, moments, strict=True))
        ],
        "parcels_total": len(parcels),
        "parcels_delivered": sum(1 for one in parcels if one["delivered_at"]),
        "next": [],
        "parcels": list(parcels),
        "items": [RUNNER | {"packed": 1 if parcels else 0}],
        "destination": {"city": "Copenhagen", "country": "DK"},
        "delivery_option": "standard",
    }
    return document | changes


def commit(code: str, day: int, clock: str = "20:00") -> dict[str, str]:
    return {"code": code, "by": at(day, clock)}


def kind(name: str, **changes: Any) -> dict[str, Any]:
    return {"kind": name, "earliest": "2026-11-26", "latest": "2026-11-27", "at": None} | changes


def travelling(*scans: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """One parcel on its way."""
    return order("shipped", parcel(*scans, ACCEPTED), **changes)


def delivered(reason: str) -> dict[str, Any]:
    last = scan(at(26, "14:12"), "delivered", reason, city="Copenhagen", country="DK")
    van = scan(at(26, "08:31"), "out_for_delivery", city="Copenhagen", country="DK")
    one = parcel(last, van, DEPARTED, ARRIVED, ACCEPTED)
    return order("delivered", one, updated_at=at(26, "14:13"), arrival=kind("delivered", at=at(26, "14:12")))


def _copenhagen(milestone: str, reason: str = "", clock: str = "07:31") -> dict[str, Any]:
    return scan(at(24, clock), milestone, reason, city="Copenhagen", country="DK")


USPS_NUMBER = "9400111201080805483016"
USPS_PAGE = f"https://tools.usps.com/go/TrackConfirmAction?tLabels={USPS_NUMBER}"


def handed_on() -> dict[str, Any]:
    """One parcel that UPS gave on to USPS, which has scanned it."""
    ups, usps = {"carrier": "ups", "carrier_name": "UPS"}, {"carrier": "usps", "carrier_name": "USPS"}
    arrived = scan(at(24, "06:12"), "accepted", city="Copenhagen", country="DK")
    own = {"tracking_number": NUMBER, "carrier_url": f"https://www.ups.com/track?tracknum={NUMBER}"}
    legs = [
        ups | own | {"has_it": False},
        usps | {"tracking_number": USPS_NUMBER, "carrier_url": USPS_PAGE, "has_it": True},
    ]
    return order("shipped", parcel(arrived | usps, ARRIVED | ups, ACCEPTED | ups, legs=legs))


PAST = {"earliest": "2026-11-20", "latest": "2026-11-23"}
TWO = [RUNNER, BOOT]

STATES: dict[str, dict[str, Any]] = {
    "received": order("received", next=[commit("hand_over", 25), commit("arrive", 27)]),
    "in_process": order("in_process", next=[commit("hand_over", 24), commit("arrive", 27)]),
    "packed": order(
        "in_process", parcel(handed_over_at=None, packed_at=at(24, "07:40")), next=[commit("hand_over", 24)]
    ),
    "packed_long_ago": order(
        "in_process", parcel(handed_over_at=None, packed_at=at(20, "15:02")), next=[commit("hand_over", 23)]
    ),
    "label_no_scan": order("shipped", parcel(), next=[commit("first_scan", 24), commit("arrive", 27)]),
    "label_no_scan_for_long": order(
        "shipped", parcel(handed_over_at=at(20, "16:40")), next=[commit("first_scan", 23), commit("arrive", 27)]
    ),
    "in_transit": travelling(DEPARTED, ARRIVED, next=[commit("next_scan", 25), commit("arrive", 27)]),
    "handed_on": handed_on(),
    "customs_without_a_reason": travelling(
        scan(at(24, "05:00"), "customs", "held", city="Zurich", country="CH"),
        DEPARTED,
        attention="customs_hold",
        destination={"city": "Bern", "country": "CH"},
    ),
    "silent": order(
        "shipped",
        parcel(scan(at(20, "06:12"), "in_transit", "departed"), scan(at(19, "18:20"), "accepted")),
        next=[commit("next_scan", 23), commit("we_ask_carrier", 25, "10:00"), commit("arrive", 27)],
    ),
    "customs": travelling(
        scan(at(24, "05:00"), "customs", "inspection", city="Zurich", country="CH"),
        DEPARTED,
        attention="customs_hold",
        destination={"city": "Bern", "country": "CH"},
    ),
    "delayed_by_weather": travelling(
        scan(at(24, "05:00"), "delayed", "weather"), DEPARTED, attention="delayed", arrival=kind("late")
    ),
    "late": travelling(
        DEPARTED, ARRIVED, attention="delayed", arrival=kind("late", **PAST), promised=PAST, next=[commit("arrive", 23)]
    ),
    "later_than_promised": travelling(DEPARTED, promised=PAST),
    "today": travelling(_copenhagen("out_for_delivery"), DEPARTED, arrival=kind("today")),
    "attempt_failed": travelling(
        _copenhagen("attempt_failed", "not_home", "08:40"),
        _copenhagen("out_for_delivery"),
        attention="attempt_failed",
        next=[commit("arrive", 27)],
    ),
    "pickup": travelling(
        _copenhagen("pickup_ready"), attention="pickup_ready", arrival=kind("pickup"), next=[commit("collect", 30)]
    ),
    "action_needed": travelling(_copenhagen("action_required", "address"), attention="action_needed"),
    "damaged": travelling(scan(at(24, "05:00"), "damaged"), attention="damaged"),
    "lost": travelling(scan(at(24, "05:00"), "lost"), attention="lost", arrival=kind("late")),
    "returning": travelling(_copenhagen("returning"), _copenhagen("refused", clock="07:00"), attention="returning"),
    "delivered_handed_over": delivered("handed_over"),
    "delivered_letter_box": delivered("letter_box"),
    "delivered_neighbour": delivered("neighbour"),
    "part_shipped": order(
        "in_process", parcel(DEPARTED, ACCEPTED), items=[RUNNER, BOOT | {"packed": 0}], next=[commit("hand_over", 25)]
    ),
    "one_of_two_delivered": order(
        "shipped",
        parcel(_copenhagen("delivered", "letter_box"), ACCEPTED),
        parcel(DEPARTED, ARRIVED, ACCEPTED, position=2, line=2),
        items=TWO,
        next=[commit("next_scan", 25), commit("arrive", 27)],
    ),
    "cancelled": order(
        "cancelled", arrival=kind("none", earliest=None, latest=None), items=[RUNNER | {"packed": 0, "cancelled": 1}]
    ),
    "unknown_scan": travelling(scan(at(24, "05:00"), "unknown", known=False), DEPARTED),
    "no_promise": travelling(DEPARTED, promised=None, arrival=kind("late", earliest=None, latest=None)),
}


def public_json(name: str, **changes: Any) -> bytes:
    """The bytes that a snapshot holds."""
    return json.dumps(STATES[name] | changes, separators=(",", ":"), ensure_ascii=False).encode()
