"""Which page of a list is asked for, and of which carrier."""

import re

from django.http import Http404, HttpRequest

LATEST_PAGE = 2_000
CARRIER = re.compile(r"[a-z0-9_-]{0,20}")
"""What can be the code of a carrier; empty for all."""


def page_number(request: HttpRequest) -> int:
    """Return the page, from 1; answers that there is none where what is asked for cannot be one."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= LATEST_PAGE):
        raise Http404
    return int(text)
