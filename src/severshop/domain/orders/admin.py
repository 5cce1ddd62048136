from django.contrib import admin

from severshop.domain.orders.models import Address, Cancellation, EmailCorrection, Order, OrderLine
from severshop.infra.admin import ReadOnlyAdmin, ReadOnlyInline


class OrderLineInline(ReadOnlyInline):
    model = OrderLine


class AddressInline(ReadOnlyInline):
    model = Address


class EmailCorrectionInline(ReadOnlyInline):
    model = EmailCorrection


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "placed_at", "email", "total_minor", "currency", "delivery_option", "channel")
    search_fields = ("=number", "=email")
    ordering = ("-placed_at",)
    inlines = (OrderLineInline, AddressInline, EmailCorrectionInline)


@admin.register(Cancellation)
class CancellationAdmin(ReadOnlyAdmin):
    list_display = ("line", "quantity", "reason", "cancelled_by", "cancelled_at")
    list_select_related = ("line",)
    ordering = ("-cancelled_at",)
