from django.contrib import admin

from severshop.domain.shipping.models import CarrierRule, DeliveryOption, Destination
from severshop.infra.admin import EditableAdmin, ReadOnlyAdmin


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


@admin.register(CarrierRule)
class CarrierRuleAdmin(ReadOnlyAdmin):
    """Changed on the work screen "Carriers", which checks a line and shows what it does."""

    list_display = ("priority", "zone", "country", "option", "weight_from_grams", "weight_to_grams", "carrier")
