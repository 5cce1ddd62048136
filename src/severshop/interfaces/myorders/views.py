"""My Orders: the list, one order, and what keeps the list live."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from markupsafe import Markup

from severshop.infra import clock
from severshop.interfaces.myorders import tickets
from severshop.interfaces.myorders.cards import CardCache
from severshop.look.status.facts import read_facts
from severshop.look.status.page import status_page
from severshop.usecases.reading.my_orders import MyOrders, OrderRow, Show, Wanted, bodies, my_order, my_orders
from severshop.usecases.reading.own_order import own_order
from severshop.vocabulary.statuses import OrderStatus

LONGEST_TEXT: Final = 80
CACHE = CardCache()

type View = Callable[..., HttpResponse]


def own_only(view: View) -> View:
    """Let in whoever is signed in, and keep the page out of caches; others are led to the sign-in and back."""

    @never_cache
    @login_required(login_url="account_login")
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return guarded


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading."""

    heading: str
    cards: tuple[Markup, ...]


@require_safe
@own_only
def orders(request: HttpRequest) -> HttpResponse:
    """List the shopper's orders."""
    now, zone = clock.now(), ZoneInfo(settings.SHOP_TIME_ZONE)
    wanted = _wanted(request)
    found = my_orders(_me(request), wanted, zone=zone, now=now)
    cards = CACHE.cards(found.rows, now=now)
    context = {
        "found": found,
        "wanted": wanted,
        "groups": _groups(found, cards, zone=zone),
        "shows": [(show, word, found.counts[show]) for show, word in _show_words() if found.counts[show]],
        "narrowed": bool(wanted.show or wanted.year or wanted.text),
        "address": _address,
        "events": _events(request, after=found.tag),
    }
    return render(request, "myorders/list.html", context)


@require_safe
@own_only
def card(request: HttpRequest, number: str) -> HttpResponse:
    """Give one card of the list, as it reads now."""
    row = _row(request, number)
    return HttpResponse(CACHE.cards([row], now=clock.now())[row.id])


@require_safe
@own_only
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything of one order to its owner."""
    row, now = _row(request, number), clock.now()
    body = bodies([row.id]).get(row.id)
    if body is None:
        raise Http404
    page = status_page(read_facts(body), now=now)
    own = own_order(row.id, status=OrderStatus(row.status))
    return render(request, "myorders/order.html", {"page": page, "own": own})


@require_safe
@own_only
def ticket(request: HttpRequest) -> HttpResponse:
    """Give the next ticket for the live stream, as long as the session lasts."""
    return JsonResponse({"events": _events(request)})


def _me(request: HttpRequest) -> uuid.UUID:
    user_id = request.user.pk
    if not isinstance(user_id, uuid.UUID):
        raise PermissionError("nobody is signed in")
    return user_id


def _row(request: HttpRequest, number: str) -> OrderRow:
    row = my_order(_me(request), number)
    if row is None:
        raise Http404
    return row


def _events(request: HttpRequest, **more: str) -> str:
    said = tickets.give_ticket(_me(request), session_key=request.session.session_key or "")
    return f"{reverse('myorders:list')}events?{urlencode({'ticket': said, **more})}"


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    show = asked.get("show", "")
    year, page = asked.get("year", ""), asked.get("page", "")
    return Wanted(
        show=Show(show) if show in set(Show) else Show.ALL,
        year=int(year) if _is_number(year) else None,
        text=" ".join(asked.get("q", "")[:LONGEST_TEXT].split()),
        page=int(page) if _is_number(page) else 1,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4  # noqa: PLR2004 - a year


def _address(wanted: Wanted, **other: Any) -> str:
    """Return the address of the list, narrowed as now but for `other`."""
    asked = {"show": wanted.show, "year": wanted.year, "q": wanted.text, **other}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("myorders:list") + (f"?{query}" if query else "")


def _groups(found: MyOrders, cards: dict[uuid.UUID, Markup], *, zone: ZoneInfo) -> Sequence[Group]:
    """Return those that need a look, then the others by year; one heading alone would say nothing."""
    groups: dict[str, list[Markup]] = {}
    for row in found.rows:
        heading = _("Worth a look now") if row.id in found.urgent else str(_year(row.placed_at, zone))
        groups.setdefault(heading, []).append(cards[row.id])
    return [Group(heading, tuple(those)) for heading, those in groups.items()]


def _year(moment: datetime, zone: ZoneInfo) -> int:
    return moment.astimezone(zone).year


def _show_words() -> tuple[tuple[Show, str], ...]:
    return (
        (Show.ALL, _("All")),
        (Show.ATTENTION, _("Worth a look")),
        (Show.OPEN, _("Under way")),
        (Show.DELIVERED, _("Delivered")),
        (Show.CANCELLED, _("Cancelled")),
    )
