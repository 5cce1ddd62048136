"""Who may open which work screen."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from severshop.domain.customers.queries import roles_of
from severshop.domain.customers.rules import may
from severshop.vocabulary.roles import Role

ANY_ROLE = tuple(Role)


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def roles[**P](*needed: Role) -> Callable[[View[P]], View[P]]:
    """Open a view to staff with one of these roles, and to owners.

    A stranger is sent to sign in; whoever is signed in without such a role gets a 403. What is
    shown is never kept in a cache.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request), reverse("staff:sign-in"))
            held = roles_of(request.user)
            if not may(held, needed=needed):
                raise PermissionDenied
            request.staff_roles = held  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return cast("View[P]", never_cache(guarded))

    return guard


def _way_back(request: HttpRequest) -> str:
    # A form cannot be sent again after signing in: back to the home screen then.
    return request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("staff:home")
