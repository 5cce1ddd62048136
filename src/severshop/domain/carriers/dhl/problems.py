"""Reads DHL's errors in JSON: a title, a status and a detail, as in RFC 9457."""

import re

from severshop.domain.carriers.fields import Json, text
from severshop.domain.carriers.gathering import Gathered

ASKED_FOR = re.compile(r"/shipments?/([0-9A-Za-z]{8,40})(?:/|$)")


def gather(message: Json, gathered: Gathered) -> None:
    """Add the error, if the message is one. The number asked for stands in `instance`, where there is one."""
    title, detail, status = text(message, "title"), text(message, "detail"), text(message, "status")
    if status.isdigit() and (title or detail):
        asked = ASKED_FOR.search(text(message, "instance"))
        gathered.fail(status, detail or title, number=asked[1].upper() if asked else "")
