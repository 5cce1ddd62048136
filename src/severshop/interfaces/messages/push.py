"""Browsers that subscribe and unsubscribe, as JSON; and the script that shows what is pushed."""

import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from severshop.domain.notifications.owners import Owner, TooManySubscriptionsError
from severshop.infra import clock
from severshop.infra.webpush.encryption import KeyRefusedError
from severshop.infra.webpush.endpoints import EndpointRefusedError
from severshop.interfaces.messages.pages import me, own
from severshop.usecases.notifying import choose
from severshop.usecases.reading.link_holder import OrderRef
from severshop.usecases.reading.messages_page import push_key

BODY_CAP = 8_000
"""Bytes. A subscription has 500."""


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker. At the root, so that it may open every page of the shop."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_POST
@own
def subscribe_mine(request: HttpRequest) -> HttpResponse:
    """Tell this browser of all orders of the account."""
    return _subscribe(request, Owner(user_id=me(request)))


@never_cache
@require_POST
def subscribe(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Tell this browser of the order whose link it is."""
    return _subscribe(request, Owner(order_id=order.id))


@require_POST
@own
def end_mine(request: HttpRequest) -> HttpResponse:
    """Tell a browser no more of the account's orders."""
    return _end(request, Owner(user_id=me(request)), back=reverse("messages:mine"))


@never_cache
@require_POST
def end(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Tell a browser no more of the order."""
    return _end(request, Owner(order_id=order.id), back=reverse("messages:of-order", args=[order]))


def _subscribe(request: HttpRequest, owner: Owner) -> HttpResponse:
    if not push_key():
        return _refusal(_("This shop sends no notifications."), status=404)
    told = _read(request)
    keys = told.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    try:
        found = choose.subscribe_browser(
            owner,
            endpoint=_text(told, "endpoint"),
            p256dh=_text(keys, "p256dh"),
            auth=_text(keys, "auth"),
            now=clock.now(),
        )
    except (EndpointRefusedError, KeyRefusedError):
        return _refusal(_("Your browser's push service is none that we can reach."), status=400)
    except TooManySubscriptionsError:
        return _refusal(_("So many browsers get notifications already. Please remove one of them first."), status=409)
    return JsonResponse({"id": str(found)}, status=201)


def _end(request: HttpRequest, owner: Owner, *, back: str) -> HttpResponse:
    if request.content_type == "application/json":
        choose.unsubscribe_browser(owner, endpoint=_text(_read(request), "endpoint"))
        return JsonResponse({})
    try:
        wanted = uuid.UUID(request.POST.get("browser", ""))
    except ValueError:
        return redirect(back)
    choose.unsubscribe_browser(owner, subscription_id=wanted)
    return redirect(f"{back}?saved=1")


def _read(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > BODY_CAP:
        return {}
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _refusal(why: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)


@cache
def _script() -> bytes:
    return Path(__file__).with_name("push.js").read_bytes()
