from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.translation import gettext_lazy as _

from severshop.domain.customers.models import StaffRole, User
from severshop.infra.admin import EditableInline, ToChange


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name", "is_staff")


class StaffRoleInline(EditableInline):
    model = StaffRole


@admin.register(User)
class UserAdmin(ToChange, DjangoUserAdmin):  # type: ignore[type-arg]
    """People who sign in, and what they may do."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "roles__role")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "joined_at")
    inlines: ClassVar[Any] = (StaffRoleInline,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("email", "password", "name")}),
        (_("Access"), {"fields": ("is_active", "is_staff")}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets: Any = (
        (None, {"fields": ("email", "name", "is_staff", "usable_password", "password1", "password2")}),
    )
