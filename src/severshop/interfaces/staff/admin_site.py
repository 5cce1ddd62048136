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
from severshop.infra import clock
from severshop.interfaces.staff.page import user_id
from severshop.usecases.note_table_changes import Change, note_table_changes
from severshop.vocabulary.roles import Role

type View = Callable[..., Any]


def _named(row: Any) -> str:
    return f"{row._meta.label_lower} {row.pk}"  # noqa: SLF001 - Django's own name for it


def _fields(message: Any) -> set[str]:
    """Return the names that Django's message gives: of fields, and of the tables whose rows belong to this one."""
    parts = message if isinstance(message, list) else []
    told = [part for step in parts for part in step.values()]
    return {name for part in told for name in [*part.get("fields", ()), *([part["name"]] if "name" in part else ())]}


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

    def note_added(self, request: HttpRequest, row: Any) -> None:
        """Let the audit log tell that somebody added a row."""
        note_table_changes(Change.ADDED, [_named(row)], by=user_id(request), now=clock.now())

    def note_changed(self, request: HttpRequest, row: Any, message: Any) -> None:
        """Let the audit log tell that somebody changed a row, and which of its fields."""
        fields = _fields(message)
        note_table_changes(Change.CHANGED, [_named(row)], fields=fields, by=user_id(request), now=clock.now())

    def note_deleted(self, request: HttpRequest, rows: Any) -> None:
        """Let the audit log tell that somebody deletes rows."""
        note_table_changes(Change.DELETED, [_named(row) for row in rows], by=user_id(request), now=clock.now())

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
