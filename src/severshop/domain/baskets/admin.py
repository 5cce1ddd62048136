from django.contrib import admin

from severshop.domain.baskets.models import Checkout
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Checkout)
class CheckoutAdmin(ReadOnlyAdmin):
    list_display = ("id", "started_at", "changed_at", "delivery_option")
    ordering = ("-changed_at",)
