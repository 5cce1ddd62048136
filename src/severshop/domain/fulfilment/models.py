from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.ways import Way


class Picking(models.Model):
    """That the warehouse has begun to gather an order's pairs."""

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, primary_key=True, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class Parcel(models.Model):
    """A packed box with a carrier's label on it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Way], default=Way.OUT.value)
    """To the shopper, or back to us. Whoever asks for an order's parcels says which."""
    position = models.PositiveSmallIntegerField()
    """Its place among the order's parcels of this way, from 1."""
    packed_at = models.DateTimeField()
    """When its label was made, for one on the way back."""
    packed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    carrier = models.CharField(max_length=20)
    carrier_reason = models.JSONField(default=dict, blank=True)
    """Why this carrier, as facts; empty where nobody chose. See `severshop.domain.shipping.rules.Why`."""
    tracking_number = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "way", "position"], name="parcel_position_once_a_way"),
            models.CheckConstraint(condition=Q(way__in=[one.value for one in Way]), name="parcel_way_known"),
        )

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class ParcelItem(models.Model):
    """How many of an order line are in a parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="items")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel", "line"], name="parcel_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_item_quantity_positive"),
        )


class HandOver(models.Model):
    """That a parcel was given to its carrier, by whom and when."""

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, primary_key=True, related_name="hand_over")
    handed_over_at = models.DateTimeField()
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class UnpackedParcel(models.Model):
    """A parcel that was opened again before it left: what was in it is back on its order's list. Append-only."""

    id = models.UUIDField(primary_key=True)
    """The parcel's, which is no more."""
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    carrier = models.CharField(max_length=20)
    tracking_number = models.CharField(max_length=60)
    units = models.JSONField(default=dict)
    """How many units of each line were in it, by the line's id."""
    packed_at = models.DateTimeField()
    unpacked_at = models.DateTimeField()
    unpacked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
