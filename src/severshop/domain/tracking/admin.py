from django.contrib import admin

from severshop.domain.tracking.models import Leg, RawMessage, ScanRow, UnknownCode
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(RawMessage)
class RawMessageAdmin(ReadOnlyAdmin):
    list_display = ("id", "carrier", "received_at", "state", "tracking_number", "error")
    list_filter = ("state",)
    search_fields = ("=tracking_number",)
    ordering = ("-id",)


@admin.register(Leg)
class LegAdmin(ReadOnlyAdmin):
    list_display = ("number", "carrier", "order", "opened_at", "closed_at")
    list_select_related = ("order",)
    search_fields = ("=number",)
    ordering = ("-opened_at",)


@admin.register(ScanRow)
class ScanAdmin(ReadOnlyAdmin):
    list_display = ("occurred_at", "milestone", "reason", "code", "text", "city", "country", "order")
    list_select_related = ("order",)
    search_fields = ("=order__number",)
    ordering = ("-occurred_at",)


@admin.register(UnknownCode)
class UnknownCodeAdmin(ReadOnlyAdmin):
    list_display = ("code", "carrier", "text", "times", "first_at", "last_at")
    ordering = ("-last_at",)
