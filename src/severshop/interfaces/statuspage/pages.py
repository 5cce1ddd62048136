"""Pages rendered from the public JSON, kept in the process until the order or the clock changes their words."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, cast
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import parse_cookie
from django.template import engines
from django.utils import translation
from django.utils.csp import build_policy

from severshop.domain.snapshots.queries import PublicStatus
from severshop.infra.answers import SECRET, Headers, Scope, header
from severshop.infra.languages import PARAMETER, accepted, supported
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page

KEPT = 1024
"""Pages. Each takes about 25 kB, so that a full cache takes 25 MB."""
OF_THE_ORDER = ""
"""In place of a language: the one in which the order was made."""
_COOKIE = settings.LANGUAGE_COOKIE_NAME.encode()
WORDS_LAST = timedelta(minutes=15)
"""Some words change by age alone. Every zone's midnight falls on a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as ready bytes. `headers` are those of the plain answer, `packed_headers` of the compressed one."""

    version: int
    good_until: datetime
    etag: bytes
    body: bytes
    packed: bytes
    headers: Headers
    packed_headers: Headers


class PageCache:
    """The pages that were read last, by link and language. An entry serves one version of its order."""

    def __init__(self, size: int = KEPT) -> None:
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self._size = size

    def get(self, token_hash: str, *, version: int, language: str, now: datetime) -> Page | None:
        """Return the page if it was rendered for this version and its words still hold."""
        page = self._pages.get((token_hash, language))
        if page is None or page.version != version or now >= page.good_until:
            return None
        self._pages.move_to_end((token_hash, language))
        return page

    def render(self, token_hash: str, status: PublicStatus, *, token: str, language: str, now: datetime) -> Page:
        """Render the page and keep it, forgetting the one that nobody read for longest.

        `token` is for the addresses of the order's other pages, `/order/<token>/...`.
        """
        facts = read_facts(status.body)
        spoken = language or supported(facts.language) or settings.LANGUAGE_CODE
        with translation.override(spoken):
            html = _template("page").render({"page": status_page(facts, now=now), "order_path": f"/order/{token}"})
        made = make_page(html, language=spoken, version=status.version, now=now)
        self._pages[(token_hash, language)] = made
        self._pages.move_to_end((token_hash, language))
        if len(self._pages) > self._size:
            self._pages.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._pages)


def make_page(html: str, *, language: str, version: int, now: datetime) -> Page:
    """Return a rendered page as ready bytes, tagged by its content."""
    body = html.encode()
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    etag = b'"%s"' % hashlib.sha256(body).hexdigest()[:24].encode()
    headers = [*page_headers(language), (b"cache-control", b"no-cache"), (b"etag", b"W/" + etag)]
    return Page(
        version=version,
        good_until=_next_quarter(now),
        etag=etag,
        body=body,
        packed=packed,
        headers=headers,
        packed_headers=[*headers, (b"content-encoding", b"gzip")],
    )


@lru_cache(maxsize=32)
def fixed_page(name: str, language: str) -> bytes:
    """Return a page that says the same to everybody."""
    with translation.override(language):
        return str(_template(name).render({})).encode()


@lru_cache(maxsize=32)
def page_headers(language: str) -> Headers:
    """Return the headers of a page in a language: a strict policy for what it may load, and whom to tell nothing."""
    policy = build_policy(cast("Mapping[str, Collection[str] | str]", settings.SECURE_CSP))
    return [
        *SECRET,
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", language.encode()),
        (b"vary", b"Accept-Language, Cookie, Accept-Encoding"),
        (b"content-security-policy", policy.encode()),
        (b"x-frame-options", b"DENY"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]


def language_of(scope: Scope) -> str:
    """Return the language that the reader asks for, in the address, by cookie or by browser; else `OF_THE_ORDER`."""
    if len(settings.LANGUAGES) == 1:
        return settings.LANGUAGE_CODE
    return (
        _asked(scope.get("query_string", b""))
        or _kept(header(scope, b"cookie"))
        or accepted(header(scope, b"accept-language").decode("latin-1"))
        or OF_THE_ORDER
    )


def _asked(query: bytes) -> str | None:
    if not query:
        return None
    return next((supported(value) for name, value in parse_qsl(query.decode("latin-1")) if name == PARAMETER), None)


def _kept(cookies: bytes) -> str | None:
    if _COOKIE not in cookies:
        return None
    return supported(parse_cookie(cookies.decode("latin-1")).get(settings.LANGUAGE_COOKIE_NAME))


def _next_quarter(now: datetime) -> datetime:
    start = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    return start + WORDS_LAST


@cache
def _template(name: str) -> Any:
    return engines["jinja2"].get_template(f"statuspage/{name}.html")
