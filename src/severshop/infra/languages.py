"""Which of the shop's languages a reader wants: asked for in the address, kept in a cookie, or told by the browser."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
"""In an address: this page, this once, in that language."""
LONGEST_HEADER = 200


def supported(wanted: str | None) -> str | None:
    """Return the shop's code for a language tag (`de-AT` -> `de`), or `None` when the shop does not speak it."""
    if not wanted:
        return None
    known = {code.lower(): code for code, _ in settings.LANGUAGES}
    tag = wanted[:20].lower()
    return known.get(tag) or known.get(tag.partition("-")[0])


def accepted(header: str) -> str | None:
    """Return what an `Accept-Language` header asks for first of what the shop speaks."""
    return _accepted(header[:LONGEST_HEADER])


@lru_cache(maxsize=512)
def _accepted(header: str) -> str | None:
    found = (supported(tag) for tag, _ in parse_accept_lang_header(header))
    return next((code for code in found if code), None)


def in_language(address: str, language: str | None) -> str:
    """Return a path with its query, asking for a language; with `None`, asking for none."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    if language:
        query.append((PARAMETER, language))
    return urlunsplit(("", "", parts.path, urlencode(query), ""))
