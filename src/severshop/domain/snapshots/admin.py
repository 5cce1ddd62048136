from django.contrib import admin

from severshop.domain.snapshots.models import Snapshot
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("order", "status", "attention", "version", "updated_at", "refresh_due_at")
    list_filter = ("status",)
    list_select_related = ("order",)
    search_fields = ("=order__number",)
    ordering = ("-placed_at",)
    exclude = ("token_hash",)
