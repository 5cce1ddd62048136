from django.contrib import admin

from severshop.domain.shipping.models import DeliveryOption, Destination
from severshop.infra.admin import EditableAdmin


@admin.register(Destination)
class DestinationAdmin(EditableAdmin):
    list_display = ("country", "zone", "vat_rate_bp", "position")


@admin.register(DeliveryOption)
class DeliveryOptionAdmin(EditableAdmin):
    list_display = (
        "code",
        "zone",
        "carrier",
        "price_minor",
        "free_from_minor",
        "handling_days_min",
        "handling_days_max",
        "transit_days_min",
        "transit_days_max",
    )
    list_filter = ("zone",)
