"""The end of the mails that are not owed (RFC 8058): a POST ends them, a GET only asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.usecases.notifying.choose import NoSuchTokenError, is_unsubscribe_token, unsubscribe_by_token


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails, asked by a mail program that has no cookies; or show the button that does.

    The token is the proof: it came in the mail, and it is good for nothing else.
    """
    if request.method != "POST":
        is_good = is_unsubscribe_token(token)
        return _page(request, "ask" if is_good else "unknown", status=200 if is_good else 404)
    try:
        unsubscribe_by_token(token, now=clock.now())
    except NoSuchTokenError:
        return _page(request, "unknown", status=404)
    return _page(request, "done", status=200)


def _page(request: HttpRequest, what: str, *, status: int) -> HttpResponse:
    response = render(request, "messages/unsubscribe.html", {"what": what}, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
