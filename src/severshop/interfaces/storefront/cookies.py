"""What the browser keeps for a guest: the basket, the checkout it is in, the order it placed, the country it asks for.

All but the count and the country are signed, and no script can read them.
"""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

BASKET, COUNT, CHECKOUT, PLACED, COUNTRY = "basket", "basket_count", "checkout", "placed", "country"
MONTH, DAY = 30 * 24 * 3600, 24 * 3600


def read_basket(request: HttpRequest) -> dict[str, int]:
    """Return units by SKU; a basket that nobody signed is empty."""
    kept = _read(request, BASKET, max_age=MONTH)
    return kept if isinstance(kept, dict) else {}


def keep_basket(response: HttpResponse, basket: Mapping[str, int]) -> None:
    """Let the browser keep the basket, and how many units are in it for the header of every page."""
    if not basket:
        response.delete_cookie(BASKET)
        response.delete_cookie(COUNT)
        return
    _keep(response, BASKET, dict(basket), max_age=MONTH)
    response.set_cookie(COUNT, str(min(sum(basket.values()), 999)), max_age=MONTH, samesite="Lax", secure=_secure())


def read_checkout(request: HttpRequest) -> uuid.UUID | None:
    """Return the checkout that this browser is in."""
    return _read_id(request, CHECKOUT, max_age=MONTH)


def keep_checkout(response: HttpResponse, checkout_id: uuid.UUID) -> None:
    """Let the browser keep its checkout."""
    _keep(response, CHECKOUT, str(checkout_id), max_age=MONTH)


def forget_checkout(response: HttpResponse) -> None:
    """Take the checkout from the browser."""
    response.delete_cookie(CHECKOUT)


def read_placed(request: HttpRequest) -> uuid.UUID | None:
    """Return the order that this browser placed within the last day."""
    return _read_id(request, PLACED, max_age=DAY)


def keep_placed(response: HttpResponse, order_id: uuid.UUID) -> None:
    """Let the browser prove for a day that it placed the order."""
    _keep(response, PLACED, str(order_id), max_age=DAY)


def read_country(request: HttpRequest) -> str:
    """Return the country that this browser wants to know dates for; unchecked but for its form."""
    said = request.COOKIES.get(COUNTRY, "")
    return said if re.fullmatch("[A-Z]{2}", said) else settings.WAREHOUSE_COUNTRY


def keep_country(response: HttpResponse, country: str) -> None:
    """Let the browser keep the country that dates are shown for."""
    response.set_cookie(COUNTRY, country, max_age=MONTH, httponly=True, samesite="Lax", secure=_secure())


def _read(request: HttpRequest, name: str, *, max_age: int) -> Any:
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=f"storefront.{name}", max_age=max_age)
    except signing.BadSignature:
        return None


def _read_id(request: HttpRequest, name: str, *, max_age: int) -> uuid.UUID | None:
    kept = _read(request, name, max_age=max_age)
    return uuid.UUID(kept) if isinstance(kept, str) else None


def _keep(response: HttpResponse, name: str, value: Any, *, max_age: int) -> None:
    signed = signing.dumps(value, salt=f"storefront.{name}", compress=True)
    response.set_cookie(name, signed, max_age=max_age, httponly=True, samesite="Lax", secure=_secure())


def _secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)
