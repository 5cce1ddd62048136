from django.contrib import admin

from severshop.domain.fulfilment.models import HandOver, Parcel, ParcelItem, Picking
from severshop.infra.admin import ReadOnlyAdmin, ReadOnlyInline


class ParcelItemInline(ReadOnlyInline):
    model = ParcelItem


@admin.register(Parcel)
class ParcelAdmin(ReadOnlyAdmin):
    list_display = ("tracking_number", "carrier", "order", "position", "packed_at", "packed_by")
    list_select_related = ("order", "packed_by")
    search_fields = ("=tracking_number", "=order__number")
    ordering = ("-packed_at",)
    inlines = (ParcelItemInline,)


@admin.register(Picking)
class PickingAdmin(ReadOnlyAdmin):
    list_display = ("order", "started_at", "started_by")
    list_select_related = ("order", "started_by")
    ordering = ("-started_at",)


@admin.register(HandOver)
class HandOverAdmin(ReadOnlyAdmin):
    list_display = ("parcel", "handed_over_at", "handed_over_by")
    list_select_related = ("parcel", "handed_over_by")
    ordering = ("-handed_over_at",)
