"""Django's admin, for owners only, entered by the staff's own door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from severshop.domain.customers.queries import roles_of
from severshop.vocabulary.roles import Role

type View = Callable[..., Any]


class ShopAdminSite(admin.AdminSite):
    """Lets owners in. Has no sign-in page of its own, so that there is one door to guard."""

    site_header = _("Behind the shop")
    site_title = _("Behind the shop")
    index_title = _("Tables")
    site_url = "/staff/"

    def has_permission(self, request: HttpRequest) -> bool:
        return Role.OWNER in roles_of(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def refuse_who_is_no_owner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return refuse_who_is_no_owner

    def login(self, request: HttpRequest, *_args: Any, **_context: Any) -> HttpResponse:
        """Send whoever comes to the staff's sign-in page, where guessing is slowed down."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("staff:sign-in"))
