"""Shows a page of the account, with what the shop has to say first."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render one of this folder's pages."""
    return render(request, f"profile/{template}", {"told": list(get_messages(request)), **context}, status=status)
