from django.contrib import admin

from severshop.domain.returns.models import GoodsReceived, Inspection, Return
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    list_display = ("order", "position", "requested_at", "announced_by", "policy_name", "cancelled_at")
    list_filter = ("announced_by", "policy_name")
    list_select_related = ("order",)
    search_fields = ("=order__number",)
    ordering = ("-requested_at",)


@admin.register(GoodsReceived)
class GoodsReceivedAdmin(ReadOnlyAdmin):
    list_display = ("case", "parcel", "received_at", "received_by")
    list_select_related = ("case", "parcel", "received_by")
    ordering = ("-received_at",)


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("line", "quantity", "condition", "grade", "verdict", "deduction_minor", "inspected_at")
    list_filter = ("verdict", "grade", "condition")
    list_select_related = ("line",)
    ordering = ("-inspected_at",)
