from django.db import models
from django.db.models import F, Q

from severshop.domain.shipping.rules import Zone


class Destination(models.Model):
    """A country that the shop ships to, with the VAT that its shoppers pay."""

    country = models.CharField(max_length=2, primary_key=True)
    zone = models.CharField(max_length=10, choices=[(zone.value, zone.value) for zone in Zone])
    vat_rate_bp = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "country")
        constraints = (
            models.CheckConstraint(condition=Q(zone__in=[zone.value for zone in Zone]), name="destination_zone_known"),
        )

    def __str__(self) -> str:
        return self.country


class DeliveryOption(models.Model):
    """A way to ship to a zone: its price, its days and its carrier. Days are business days, both ends included."""

    code = models.CharField(max_length=40)
    zone = models.CharField(max_length=10, choices=[(zone.value, zone.value) for zone in Zone])
    price_minor = models.PositiveIntegerField()
    free_from_minor = models.PositiveIntegerField(null=True)
    handling_days_min = models.PositiveSmallIntegerField()
    handling_days_max = models.PositiveSmallIntegerField()
    transit_days_min = models.PositiveSmallIntegerField()
    transit_days_max = models.PositiveSmallIntegerField()
    carrier = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("zone", "position")
        constraints = (
            models.UniqueConstraint(fields=["code", "zone"], name="delivery_option_once"),
            models.CheckConstraint(
                condition=Q(handling_days_max__gte=F("handling_days_min"), transit_days_max__gte=F("transit_days_min")),
                name="delivery_option_days_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} ({self.zone})"


class CarrierRule(models.Model):
    """Which carrier takes a parcel: for a zone or one country, for a weight with both ends included. See `rules`."""

    priority = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True)
    option = models.CharField(max_length=40, blank=True)
    """A delivery option; empty for any."""
    weight_from_grams = models.PositiveIntegerField(default=0)
    weight_to_grams = models.PositiveIntegerField(null=True)
    carrier = models.CharField(max_length=20)

    class Meta:
        ordering = ("priority", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(zone__in=[zone.value for zone in Zone], country="") | Q(zone="") & ~Q(country=""),
                name="carrier_rule_zone_or_country",
            ),
            models.CheckConstraint(
                condition=Q(weight_to_grams=None) | Q(weight_to_grams__gte=F("weight_from_grams")),
                name="carrier_rule_weight_forward",
            ),
            models.CheckConstraint(condition=~Q(carrier=""), name="carrier_rule_names_a_carrier"),
        )

    def __str__(self) -> str:
        return f"{self.priority}: {self.country or self.zone} {self.option} {self.carrier}"
