"""The answer to somebody who tries too often: until when, in words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from severshop.usecases.account.guard_sign_in import TooOftenError


def too_often(request: HttpRequest, error: TooOftenError, *, now: datetime) -> HttpResponse:
    """Return the page that says how long to wait. The same whether or not there is such an account."""
    seconds = int((error.until - now).total_seconds()) + 1
    minutes = -(-seconds // 60)
    sentence = ngettext(
        "Too many tries. Please wait %(minutes)d minute and try again.",
        "Too many tries. Please wait %(minutes)d minutes and try again.",
        minutes,
    ) % {"minutes": minutes}
    response = render(request, "account/too_often.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response
