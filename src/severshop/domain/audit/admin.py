from django.contrib import admin

from severshop.domain.audit.models import AuditEntry
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "act", "by_id", "order_id", "about")
    search_fields = ("=act", "=order_id")
    ordering = ("-id",)
