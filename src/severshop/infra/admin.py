"""What the rooms' tables are in Django's admin: to look at, or, where a person may decide, to change.

Who may come in at all is decided by the site, once. Django's own tables of permissions play no part.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.db.models import Model

    ModelAdmin = admin.ModelAdmin[Model]
    TabularInline = admin.TabularInline[Model, Model]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


def _whom_the_site_lets_in(self: Any, request: HttpRequest, *_of: Any, **_which: Any) -> bool:
    return bool(self.admin_site.has_permission(request))


def _nobody(self: Any, request: HttpRequest, *_of: Any, **_which: Any) -> bool:  # noqa: ARG001
    return False


class ToSee:
    """Whoever the site lets in may see; nothing more."""

    has_module_permission = _whom_the_site_lets_in
    has_view_permission = _whom_the_site_lets_in
    has_add_permission = _nobody
    has_change_permission = _nobody
    has_delete_permission = _nobody


class ToChange:
    """Whoever the site lets in may change it. The site is told of each change, in the transaction in which it is made.

    It offers `note_added`, `note_changed` and `note_deleted` (see `interfaces.staff.admin_site`).
    """

    has_module_permission = _whom_the_site_lets_in
    has_view_permission = _whom_the_site_lets_in
    has_add_permission = _whom_the_site_lets_in
    has_change_permission = _whom_the_site_lets_in
    has_delete_permission = _whom_the_site_lets_in

    def log_addition(self: Any, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Tell the site, and log as Django does."""
        self.admin_site.note_added(request, obj)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self: Any, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Tell the site, and log as Django does."""
        self.admin_site.note_changed(request, obj, message)
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self: Any, request: HttpRequest, queryset: Any) -> Any:
        """Tell the site, and log as Django does."""
        self.admin_site.note_deleted(request, queryset)
        return super().log_deletions(request, queryset)  # type: ignore[misc]


class ReadOnlyAdmin(ToSee, ModelAdmin):
    """Facts: written by the shop's use cases only. Tables can be long, so nothing is counted in full."""

    show_full_result_count = False
    list_per_page = 50


class EditableAdmin(ToChange, ModelAdmin):
    """Policy and goods: a person decides."""


class EditableInline(ToChange, TabularInline):
    """Rows that belong to a thing that a person decides on."""

    extra = 0


class ReadOnlyInline(ToSee, TabularInline):
    """Facts that belong to another fact."""

    extra = 0
    can_delete = False
