"""Reads a Track Alert message: one parcel, one activity. Format: UPS Track Alert API v1 and v2, `TrackingEvent`."""

from severshop.domain.carriers.fields import Json, day, number, obj, place, text
from severshop.domain.carriers.gathering import news
from severshop.domain.carriers.reading import NotUnderstoodError, Reading
from severshop.domain.carriers.ups.codes import meaning
from severshop.domain.carriers.ups.moments import moment
from severshop.vocabulary.scans import Scan


def read(message: Json) -> Reading:
    """Return what the message says. Raises `NotUnderstoodError` when it is no Track Alert message."""
    tracking_number = number(text(message, "trackingNumber"))
    status = obj(message, "activityStatus")
    kind, code = text(status, "type"), text(status, "code")
    if not kind and not code:
        raise NotUnderstoodError("activityStatus has neither type nor code")
    milestone, reason = meaning(kind=kind, code=code, description_code=text(status, "descriptionCode"))
    occurred_at, offset_known = moment(
        local=(text(message, "localActivityDate"), text(message, "localActivityTime")),
        gmt=(text(message, "gmtActivityDate"), text(message, "gmtActivityTime")),
        offset=text(message, "gmtOffset"),
    )
    where = obj(message, "activityLocation")
    scan = Scan(
        occurred_at=occurred_at,
        offset_known=offset_known,
        milestone=milestone,
        reason=reason,
        place=place(city=text(where, "city"), region=text(where, "stateProvince"), country=text(where, "country")),
        code=code or kind,
        text=text(status, "description"),
    )
    estimate = day(text(message, "scheduledDeliveryDate"))
    return Reading((news(tracking_number, (scan,), estimated_delivery=estimate),))
