"""Who may do more with an order than look at it: its owner, or a browser that has proved to hold its address.

The proof is a signed cookie, an order and a browser, for 30 days. Another link or another address ends it.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from severshop.usecases.aftercare.prove_holder import Proof
from severshop.usecases.reading.link_holder import OrderRef

LASTS = 30 * 24 * 3600
SALT = "severshop.holder"

type View = Callable[..., HttpResponse]


def holder_must_prove(view: View) -> View:
    """Let in whoever owns the order or has proved to hold its address; others are led to the page that asks."""

    @wraps(view)
    def guarded(request: HttpRequest, order: OrderRef, **kwargs: Any) -> HttpResponse:
        if has_proved(request, order):
            return view(request, order=order, **kwargs)
        asked = f"?{urlencode({'next': request.path})}"
        return HttpResponseRedirect(reverse("aftercare:code", args=[order]) + asked, status=303)

    return guarded


def has_proved(request: HttpRequest, order: OrderRef) -> bool:
    """Tell whether this browser may act for the order."""
    return _is_owner(request, order) or _cookie_proves(request, order)


def account_of(request: HttpRequest, order: OrderRef) -> uuid.UUID | None:
    """Return the account that acts here because the order is its own; null for a browser that has proved."""
    return order.customer_id if _is_owner(request, order) else None


def keep_proof(response: HttpResponse, proof: Proof) -> None:
    """Let the browser keep what it has proved."""
    response.set_cookie(
        _name(proof.order_id),
        signing.dumps(_said(proof), salt=SALT),
        max_age=LASTS,
        path="/order/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_owner(request: HttpRequest, order: OrderRef) -> bool:
    if order.customer_id is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_authenticated and request.user.pk == order.customer_id


def _cookie_proves(request: HttpRequest, order: OrderRef) -> bool:
    kept = request.COOKIES.get(_name(order.id), "")
    now = Proof(order_id=order.id, email_version=order.email_version, link_generation=order.link_generation)
    try:
        said = signing.loads(kept, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    return bool(said == _said(now))


def _said(proof: Proof) -> list[str | int]:
    return [proof.order_id.hex, proof.email_version, proof.link_generation]


def _name(order_id: uuid.UUID) -> str:
    return f"holder_{order_id.hex[-12:]}"
