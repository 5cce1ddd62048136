"""Beside the session, which no script can read, a mark that somebody is signed in: only the header asks for it.

So no page reads a session to show the way to the account, and pages that are kept ready for everybody (the
status page) let the browser choose.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MARK = "signed_in"


class SignedInMarkMiddleware:
    """Stands outside of the session's middleware: whenever that gives or takes the session, the mark goes along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if session is None:
            return response
        if session.value and request.user.is_authenticated:
            max_age = int(session["max-age"]) if session["max-age"] else None
            response.set_cookie(MARK, "1", max_age=max_age, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        elif MARK in request.COOKIES:
            response.delete_cookie(MARK, samesite="Lax")
        return response
