from django.contrib import admin

from severshop.domain.payments.models import Chargeback, Payment, Refund
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("id", "state", "amount_minor", "currency", "card_hint", "decline_code", "started_at", "settled_at")
    list_filter = ("state",)
    search_fields = ("=order_id", "=provider_ref")
    ordering = ("-started_at",)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("id", "state", "amount_minor", "currency", "why", "requested_at", "requested_by", "decided_by")
    list_filter = ("state", "why")
    search_fields = ("=order_id", "=provider_ref")
    ordering = ("-requested_at",)


@admin.register(Chargeback)
class ChargebackAdmin(ReadOnlyAdmin):
    list_display = ("provider_ref", "state", "amount_minor", "currency", "reason", "heard_at", "closed_at", "seen_by")
    list_filter = ("state",)
    search_fields = ("=order_id", "=provider_ref")
    ordering = ("-heard_at",)
