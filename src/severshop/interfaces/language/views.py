"""Choosing a language."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from severshop.infra.languages import in_language, supported
from severshop.usecases.account.choose_language import choose_language

KEPT = timedelta(days=365)
LONGEST = 2000


# Without a key in the form: pages that are the same for everybody hold none, and can hold the switch.
# The browser says instead where the form stood.
@never_cache
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language for this browser and this person, and go back to where the choice was made."""
    response = HttpResponseRedirect(_back(request))
    language = supported(request.POST.get("language"))
    if language is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return response
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        choose_language(request.user.pk, language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=KEPT,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """Return the page of this shop that the form names, without a language of its own; else the first page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if not is_ours or not wanted.startswith("/") or len(wanted) > LONGEST:
        return "/"
    return in_language(wanted, None)
