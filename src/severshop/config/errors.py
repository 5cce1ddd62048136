"""Error pages that say what to do. Django dictates the signatures."""

# ruff: noqa: ARG001

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TRY_AGAIN_AFTER_SECONDS: Final = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 where it was the database that did not answer."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = render(request, "errors/503.html", status=503)
        response["Retry-After"] = str(TRY_AGAIN_AFTER_SECONDS)
        return response
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because a form did not carry its key, usually because cookies are off or it lay open too long."""
    return render(request, "errors/csrf.html", status=403)
