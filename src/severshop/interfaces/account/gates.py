"""What stands before every view of allauth: how often, by whom, and how fresh the sign-in must be."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import unstash_login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from severshop.infra import clock
from severshop.infra.origins import origin_of
from severshop.interfaces.account import words
from severshop.interfaces.account.keys import OURS
from severshop.interfaces.account.too_often import too_often
from severshop.usecases.account.guard_sign_in import TooOftenError
from severshop.usecases.account.slow_down import count_try

log = structlog.get_logger()

type View = Callable[..., HttpResponseBase]

FOR_STRANGERS = frozenset(
    {
        "account_signup",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_reset_password",
        "account_confirm_password_reset_code",
        "mfa_login_webauthn",
        "mfa_authenticate",
    }
)
"""Counted by where they come from. Signing in by password counts its own tries."""
SENSITIVE = frozenset({"account_email", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn"})
"""Asks for a fresh sign-in by whoever has nothing else to show: no password, no passkey, no app."""
MAILS_AGAIN = frozenset({"account_confirm_login_code", "account_email_verification_sent"})
FOR_STAFF_TOO = frozenset({"account_logout", "account_end_session", "account_end_all_sessions"})


def gated(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[URLPattern]:
    """Return the addresses of these patterns, each with its view behind our gates."""
    found: list[URLPattern] = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found.extend(gated(pattern.url_patterns, route))
        elif pattern.name:
            view = OURS.get(pattern.name, pattern.callback)
            found.append(path(route, gate(view, name=pattern.name), name=pattern.name))
    return found


def gate(view: View, *, name: str) -> View:
    """Put the gates before a view."""
    view_class = getattr(view, "view_class", None)
    only_shows = view_class is not None and not hasattr(view_class, "post")

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and only_shows:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if request.user.is_authenticated and request.user.is_staff and name not in FOR_STAFF_TOO:
            return redirect("staff:home")
        if request.method == "POST" and name in FOR_STRANGERS:
            refused = _too_often(request, name)
            if refused is not None:
                return refused
        if name in SENSITIVE and _must_sign_in_again(request):
            logout(request)
            messages.info(request, str(words.AGAIN))
            return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': request.path})}")
        response = view(request, *args, **kwargs)
        if request.method == "POST" and name in MAILS_AGAIN and request.POST.get("action") == "resend":
            _mail_strangers_again(request)
        return response

    return guarded


def _too_often(request: HttpRequest, name: str) -> HttpResponse | None:
    now = clock.now()
    try:
        count_try(name, origin=origin_of(request.META), now=now)
    except TooOftenError as error:
        log.warning("account page throttled", page=name)
        return too_often(request, error, now=now)
    return None


def _must_sign_in_again(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or get_adapter().get_reauthentication_methods(request.user):
        return False  # allauth asks for the password, the passkey or the app's code by itself
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return bool(time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT)


def _mail_strangers_again(request: HttpRequest) -> None:
    """Mail whoever has no account as often as everybody else: allauth would do it only once."""
    login = unstash_login(request, peek=True)
    if login is None or login.user is not None or not login.email:
        return
    if login.signup:
        get_adapter().send_account_already_exists_mail(login.email)
    else:
        get_adapter().send_mail("account/email/unknown_account", login.email, {})
