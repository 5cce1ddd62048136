"""Reads Canada Post's tracking in XML: the details of one parcel, the summaries of several, and messages."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

from severshop.domain.carriers import fields
from severshop.domain.carriers.canadapost.codes import PAPER, UNMAPPED, Meaning, meaning, type_meaning
from severshop.domain.carriers.countries import country_of
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.proofs import proof_of
from severshop.domain.carriers.reading import NotUnderstoodError, ProofOfDelivery, Reading
from severshop.domain.carriers.xml import each, looks_like_xml, read_xml, text
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.places import Place
from severshop.vocabulary.scans import Scan

ZONES: Final[dict[str, timedelta]] = {
    "NST": timedelta(hours=-3, minutes=-30),
    "NDT": timedelta(hours=-2, minutes=-30),
    "AST": timedelta(hours=-4),
    "ADT": timedelta(hours=-3),
    "EST": timedelta(hours=-5),
    "EDT": timedelta(hours=-4),
    "CST": timedelta(hours=-6),
    "CDT": timedelta(hours=-5),
    "MST": timedelta(hours=-7),
    "MDT": timedelta(hours=-6),
    "PST": timedelta(hours=-8),
    "PDT": timedelta(hours=-7),
}
"""Canada's own abbreviations. A foreign event names a country instead, which is no offset."""
PROVINCES: Final = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"])
type Site = tuple[str, str]

PROVINCE_BY_LETTER: Final = {
    letter: province
    for province, letters in {
        "NL": "A",
        "NS": "B",
        "PE": "C",
        "NB": "E",
        "QC": "GHJ",
        "ON": "KLMNP",
        "MB": "R",
        "SK": "S",
        "AB": "T",
        "BC": "V",
        "YT": "Y",
    }.items()
    for letter in letters
}
"""By the first letter of a Canadian postal code; X stands for two territories."""
POSTAL_CODE: Final = re.compile(r"[A-Za-z]\d[A-Za-z]")
SUMMARY_STAMP: Final = re.compile(r"(\d{8}):(\d{6})")
SITE: Final = re.compile(r"(.+?),\s*(.+)")


def read(body: bytes) -> Reading:
    """Return what the body says. Raises `NotUnderstoodError` when it is no answer of Canada Post's."""
    if not looks_like_xml(body):
        raise NotUnderstoodError("the body is not XML")
    root, gathered = read_xml(body), Gathered()
    for element in root.iter():
        match element.tag:
            case "tracking-detail":
                _gather_detail(element, gathered)
            case "pin-summary":
                _gather_summary(element, gathered)
            case "message":
                gathered.fail(text(element, "code"), text(element, "description"))
            case _:
                pass
    return gathered.reading(lacks="the XML has no tracking-detail, no pin-summary and no message")


def _gather_detail(detail: Element, gathered: Gathered) -> None:
    occurrences = list(each(detail, "significant-events/occurrence"))
    events = [event for event in occurrences if _identifier(event).lstrip("0") not in PAPER]
    gathered.add(
        fields.number(text(detail, "pin")),
        events,
        partial(_scan, sent_from=_sent_from(events), goes_to=_province_of(text(detail, "destination-postal-id"))),
        estimated_delivery=_estimate(detail),
        proof=_proof(occurrences),
    )


def _gather_summary(summary: Element, gathered: Gathered) -> None:
    has_event = bool(text(summary, "event-date-time"))
    gathered.add(
        fields.number(text(summary, "pin")),
        [summary] if has_event else [],
        _summary_scan,
        estimated_delivery=_estimate(summary),
        proof=proof_of([_summary_meaning(summary)], name=text(summary, "signatory-name")),
    )


def _estimate(holder: Element) -> date | None:
    """Return the expected day; the changed one where the first no longer holds."""
    return fields.day(text(holder, "changed-expected-date")) or fields.day(text(holder, "expected-delivery-date"))


def _sent_from(events: list[Element]) -> Site:
    """Return where the parcel was taken in, as far as the history goes back so far."""
    taken_in = (event for event in reversed(events) if meaning(_identifier(event), "")[0] is Milestone.ACCEPTED)
    return next((_site(event) for event in taken_in), ("", ""))


def _site(event: Element) -> Site:
    return text(event, "event-site").upper(), text(event, "event-province").upper()


def _province_of(postal_code: str) -> str:
    return PROVINCE_BY_LETTER.get(postal_code[:1].upper(), "") if POSTAL_CODE.match(postal_code) else ""


def _scan(event: Element, *, sent_from: Site, goes_to: str) -> Scan:
    """Return what happened. A delivery where it was sent from, outside the province it goes to, is none we know."""
    identifier, words = _identifier(event), text(event, "event-description")
    milestone, reason = meaning(identifier, words)
    is_back = all(sent_from) and goes_to not in {"", sent_from[1]} and _site(event) == sent_from
    if is_back and milestone is Milestone.DELIVERED:
        milestone, reason = UNMAPPED
    occurred_at, offset_known = fields.local_moment(text(event, "event-date"), text(event, "event-time"))
    if offset := ZONES.get(text(event, "event-time-zone").upper()):
        occurred_at, offset_known = fields.with_offset(occurred_at, offset)
    return Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=_place(text(event, "event-site"), text(event, "event-province")),
        code=identifier,
        text=words,
    )


def _summary_scan(summary: Element) -> Scan:
    event_type = text(summary, "event-type", limit=40)
    milestone, reason = _summary_meaning(summary)
    stamp = SUMMARY_STAMP.fullmatch(text(summary, "event-date-time"))
    if stamp is None:
        raise NotUnderstoodError("event-date-time is not a date and time")
    try:
        local = datetime.strptime(stamp[1] + stamp[2], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotUnderstoodError("event-date-time is not a date and time") from error
    return Scan(
        occurred_at=fields.believable(local),
        offset_known=False,
        milestone=milestone,
        reason=reason,
        place=_place(text(summary, "event-location"), ""),
        code=event_type,
        text=text(summary, "event-description"),
    )


def _summary_meaning(summary: Element) -> Meaning:
    return type_meaning(text(summary, "event-type", limit=40), text(summary, "event-description"))


def _identifier(event: Element) -> str:
    return text(event, "event-identifier", limit=40)


def _place(site: str, province: str) -> Place:
    """Return the place. A foreign site is "office, country"; a code or a number of an office is no city."""
    match = SITE.fullmatch(site)
    city, region = (match[1], province or match[2]) if match else (site, province)
    if region.upper() in PROVINCES:
        return fields.place(city=city, region=region.upper(), country="CA")
    country = fields.country_code(region) or country_of(region)
    is_code = any(sign.isdigit() for sign in city) or (bool(country) and city[:2] == country and city.isupper())
    return fields.place(city="" if is_code else city, country=country)


def _proof(occurrences: list[Element]) -> ProofOfDelivery | None:
    """Return who signed: the name stands at the recording of the signature, beside the delivery."""
    names = (name for event in occurrences if (name := text(event, "signatory-name")))
    meanings = [meaning(_identifier(event), text(event, "event-description")) for event in occurrences]
    return proof_of(meanings, name=next(names, ""))
