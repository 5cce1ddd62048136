"""What the watch means for an order's page: what is wrong, what is done about it, and when the shop acts next."""

from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from severshop.domain.watch.notices import Notice
from severshop.vocabulary.watching import Level, Trouble


class Delay(NamedTuple):
    """What the shopper is told of: the worst of an order. `parcel` is a position; none while nothing has left."""

    level: Level
    trouble: Trouble
    parcel: int | None
    since: datetime
    opened_at: datetime | None = None
    """When an investigation of the parcel was opened that is still open."""
    asked_at: datetime | None = None
    """When a person asked the carrier."""
    choose_from: date | None = None
    """From when the shopper may choose refund or replacement."""
    offered_at: datetime | None = None
    end_from: date | None = None
    """From when the shopper may end the contract, where the law knows such a day."""
    notice: Notice | None = None
    """The newest notice, where it asks: wait, or cancel."""


class Outlook(NamedTuple):
    """`asks_at`: when the carrier is asked if nothing is heard of a parcel until then."""

    delay: Delay | None = None
    asks_at: datetime | None = None


NOTHING_WRONG = Outlook()


def delay_json(delay: Delay | None, *, zone: tzinfo) -> dict[str, Any] | None:
    """Return what the public document says of a delay."""
    if delay is None:
        return None
    notice = delay.notice
    return {
        "level": delay.level,
        "trouble": delay.trouble,
        "parcel": delay.parcel,
        "since": _moment(delay.since, zone),
        "investigation": {"opened_at": _moment(delay.opened_at, zone), "asked_at": _moment(delay.asked_at, zone)}
        if delay.opened_at
        else None,
        "choose_from": delay.choose_from.isoformat() if delay.choose_from else None,
        "offered_at": _moment(delay.offered_at, zone),
        "question": {
            "by": _moment(notice.answer_by, zone),
            "silence_is_consent": notice.silence_is_consent,
            "answer": notice.answer,
            "answered_at": _moment(notice.answered_at, zone),
        }
        if notice and notice.answer_by
        else None,
    }


def _moment(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat("T", "seconds") if moment else None
