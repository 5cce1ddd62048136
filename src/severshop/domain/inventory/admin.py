from django.contrib import admin

from severshop.domain.inventory.models import Reservation, Stock
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    list_display = ("sku", "on_hand", "reserved")
    search_fields = ("sku",)
    ordering = ("sku",)


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    list_display = ("sku", "quantity", "shipped", "cancelled", "order_id", "reserved_at", "released_at")
    search_fields = ("=sku", "=order_id")
    ordering = ("-reserved_at",)
