"""The frame that the pages of the shop share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from severshop.interfaces.storefront import words


def show(request: HttpRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page, with what the page before wanted to be told here."""
    frame = {"words": words, "told": list(messages.get_messages(request))}
    return render(request, f"storefront/{template}", frame | context, status=status)
