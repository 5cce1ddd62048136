from django.contrib import admin

from severshop.domain.payments.models import Payment
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("id", "state", "amount_minor", "currency", "card_hint", "decline_code", "started_at", "settled_at")
    list_filter = ("state",)
    search_fields = ("=order_id", "=provider_ref")
    ordering = ("-started_at",)
