"""Who may see these pages: whoever is signed in, and each only what is their own."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
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
    return own(proved)


def me(request: HttpRequest) -> uuid.UUID:
    """Return whose pages these are. Only behind `own`."""
    user_id = request.user.pk
    if not isinstance(user_id, uuid.UUID):
        raise PermissionError("nobody is signed in")
    return user_id
