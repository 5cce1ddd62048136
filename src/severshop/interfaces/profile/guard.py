"""Who may see these pages: whoever is signed in, and each only what is their own."""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

SIGN_IN = "/account/login/"

type View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Let in whoever is signed in, and keep the page out of caches; others are led to the sign-in and back."""

    @never_cache
    @login_required(login_url=SIGN_IN)
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return guarded


def own_and_proved(view: View) -> View:
    """Let in whoever has proved within the last minutes who they are; others are asked once more and led back."""
    proved: View = reauthentication_required(view)

    @own
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if _came_in_long_ago(request):
            logout(request)
            again = urlencode({"next": request.path})
            return redirect(f"{reverse('account_request_login_code')}?{again}")
        return proved(request, **kwargs)

    return guarded


def _came_in_long_ago(request: HttpRequest) -> bool:
    """Tell whether somebody with neither password nor key, whom allauth would not ask, signed in too long ago."""
    if get_adapter().get_reauthentication_methods(request.user):
        return False
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return bool(time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT)


def me(request: HttpRequest) -> uuid.UUID:
    """Return whose pages these are. Only behind `own`."""
    user_id = request.user.pk
    if not isinstance(user_id, uuid.UUID):
        raise PermissionError("nobody is signed in")
    return user_id
