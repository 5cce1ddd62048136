"""Which language a page speaks: asked for in the address, the signed-in person's, the cookie's, the browser's."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from severshop.infra.languages import PARAMETER, accepted, supported


class LanguageMiddleware(LocaleMiddleware):
    """Stands behind the one that knows who is signed in. `Content-Language` and `Vary` say what it did."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the language in force for this request."""
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]  # noqa: ARG002 - called so
        """Say which language it is, and that another cookie may bring another."""
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def language_of(request: HttpRequest) -> str:
    """Return the language of a request's answer."""
    return (
        supported(request.GET.get(PARAMETER))
        or supported(_of_the_person(request))
        or supported(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        or accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        or settings.LANGUAGE_CODE
    )


def _of_the_person(request: HttpRequest) -> str | None:
    # Most readers are not signed in: they have no session, and the database is not asked for one.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return getattr(request.user, "language", None)
