"""What every answer under `/order/<token>/` and `/case/<token>/` says about itself: its address is a secret."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import register_converter
from django.urls.converters import get_converters

from severshop.usecases.reading.link_holder import OrderLinkConverter

PREFIXES = ("/order/", "/case/")
CONVERTER = "order_link"


def know_order_links() -> None:
    """Let addresses say `<order_link:order>`. Again is harmless: a list of addresses that fails is read again."""
    if CONVERTER not in get_converters():
        register_converter(OrderLinkConverter, CONVERTER)


class OrderPagesMiddleware:
    """No cache keeps these pages, and no Referer tells their address.

    `strict-origin` and not `no-referrer`: browsers send `Origin: null` from a page without any
    referrer, and no form on it would be believed to come from here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.path_info.startswith(PREFIXES):
            response["Referrer-Policy"] = "strict-origin"
            response["Cache-Control"] = "private, no-store"
        return response
