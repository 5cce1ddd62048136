"""Django's admin, for owners only, entered by the staff's own door."""

from collections.abc import Callable, Iterable
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

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take tables of the shop only: what libraries keep of keys and sessions is nobody's to look at.

        Nor are Django's groups: who may do what is said by roles.
        """
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        ours = [model for model in models if model.__module__.startswith("severshop.")]
        super().register(ours, admin_class, **options)

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
